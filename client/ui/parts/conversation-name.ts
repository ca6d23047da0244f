import type { MyConversation } from '#contract/conversations.ts';
import type { User } from '#contract/users.ts';
import { words } from '#ui/words.ts';

type Named = Pick<MyConversation, 'kind' | 'name' | 'memberIds'>;

/** The people of a direct conversation other than oneself. */
export function othersIn(conversation: Named, myId: string): string[] {
  return (conversation.memberIds ?? []).filter((id) => id !== myId);
}

/** What a conversation is called: a channel by its name, a direct one after its people. */
export function nameOf(conversation: Named, users: Record<string, User>, myId: string): string {
  if (conversation.kind !== 'direct') return conversation.name ?? '';
  const others = othersIn(conversation, myId);
  if (others.length === 0) return words.sidebar.self(users[myId]?.name ?? words.someone);
  return others.map((id) => users[id]?.name ?? words.someone).join(', ');
}

/** The name as it is spoken of in a sentence: `#general`, or the people. */
export function calledName(conversation: Named, name: string): string {
  return conversation.kind === 'direct' ? name : `#${name}`;
}
