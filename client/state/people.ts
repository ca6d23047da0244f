import type { Message } from '#contract/messages.ts';
import type { User } from '#contract/users.ts';
import type { Call } from './connection.ts';
import type { ChatState, ChatStore } from './store.ts';

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

/** Asks for each unknown person once; again later only if no answer came. */
export function createIntroductions(store: ChatStore, call: Call) {
  const asked = new Set<string>();

  async function introduce(id: string) {
    asked.add(id);
    try {
      const user = await call('user:get', { id });
      store.setState((state) => upsertUser(state, user));
    } catch (error) {
      if (!isFinal(error)) asked.delete(id);
    }
  }

  /** Introduces the authors of these messages, and anyone else the state names without knowing. */
  return function meet(messages: readonly Message[]): void {
    for (const id of strangers(store.getState(), messages)) if (!asked.has(id)) void introduce(id);
  };
}

function isFinal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'not_found';
}
