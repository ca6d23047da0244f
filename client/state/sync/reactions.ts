import type { Message } from '#contract/messages.ts';
import { receive } from '#state/nouns/messages.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';

/** One's own reactions to messages. Presses on one message are carried out one after the other, as they were meant. */
export function createReactions(store: ChatStore, call: Call) {
  const last = new Map<string, Promise<void>>();

  async function give({ id, conversationId }: Message, emoji: string, given: boolean) {
    const message = await call(given ? 'reaction:add' : 'reaction:remove', { messageId: id, emoji });
    store.setState((state) => receive(state, conversationId, [message]));
  }

  return {
    /** Adds or takes away one's own reaction; refused at once when there is no connection. */
    async react(message: Message, emoji: string, given: boolean): Promise<void> {
      const before = last.get(message.id) ?? Promise.resolve();
      const mine = before.catch(() => {}).then(() => give(message, emoji, given));
      last.set(message.id, mine);
      try {
        await mine;
      } finally {
        if (last.get(message.id) === mine) last.delete(message.id);
      }
    },
  };
}
