import type { MyConversation } from '#contract/conversations.ts';
import type { Address } from './address.ts';

/** Where a message stands: a reply in the panel beside its thread's conversation. */
export function addressOfMessage(
  { id, parentId, rootSeq }: Pick<MyConversation, 'id' | 'parentId' | 'rootSeq'>,
  seq: number,
): Address {
  if (parentId === null || rootSeq === null) return { conversationId: id, message: seq };
  return { conversationId: parentId, message: null, panel: { kind: 'thread', rootSeq, reply: seq } };
}
