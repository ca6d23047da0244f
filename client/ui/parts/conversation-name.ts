import type { MyConversation } from '#contract/conversations.ts';
import type { User } from '#contract/users.ts';
import { words } from '#ui/words.ts';
import { isolated } from './isolated.ts';

type Named = Pick<MyConversation, 'kind' | 'name' | 'memberIds'>;

/** The users of a direct conversation other than oneself. */
export function othersIn(conversation: Named, myId: string): string[] {
  return (conversation.memberIds ?? []).filter((id) => id !== myId);
}

/** What a conversation is called: by its name, a direct one without one after its members. */
export function nameOf(conversation: Named, users: Record<string, User>, myId: string): string {
  if (conversation.name !== null || conversation.kind !== 'direct') return conversation.name ?? '';
  const others = othersIn(conversation, myId);
  if (others.length === 0) return words.sidebar.self(isolated(users[myId]?.name ?? words.someone));
  const names = others.map((id) => users[id]?.name ?? words.someone);
  return names.length === 1 ? names.join() : names.map(isolated).join(', ');
}

/** The name as it is spoken of in a sentence, turning nothing around it: `#general`, or the members. */
export function calledName(conversation: Named, name: string): string {
  const own = isolated(name);
  return conversation.kind === 'direct' ? own : `#${own}`;
}
