import type { User } from '#contract/users.ts';
import type { ConversationFacts } from '#state/nouns/facts.ts';
import { othersIn } from './conversation-name.ts';

/** The filter by which a search is about one conversation: its name, the other's handle, or its id. */
export function wordIn(conversation: ConversationFacts, users: Record<string, User>, myId: string): string {
  const { id, name } = conversation;
  if (name !== null && !name.includes('"')) return /\s/.test(name) ? `in:"${name}"` : `in:#${name}`;
  const others = othersIn(conversation, myId);
  const handle = others.length === 1 ? users[others[0] ?? '']?.handle : undefined;
  return `in:${handle === undefined ? id : `@${handle}`}`;
}
