import type { Message } from '#contract/messages.ts';
import type { User } from '#contract/users.ts';
import type { ChatState } from './state.ts';

/** A person who is new or was renamed. */
export function upsertUser(state: ChatState, user: User): ChatState {
  const me = user.id === state.me.id ? { ...state.me, ...user } : state.me;
  return { ...state, me, users: { ...state.users, [user.id]: user } };
}

/** Everyone whose name the screen needs and the store lacks. */
export function strangers(state: ChatState, messages: readonly Message[]): string[] {
  const typing = Object.values(state.typing).flat();
  const direct = Object.values(state.conversations).flatMap((item) => item.memberIds ?? []);
  const ids = new Set<string>([...messages.map((message) => message.authorId), ...typing, ...direct]);
  return [...ids].filter((id) => !state.users[id]);
}
