import type { Message } from '#contract/messages.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import { strangers, upsertUser } from '#state/nouns/users.ts';
import type { Call } from './connection.ts';

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
