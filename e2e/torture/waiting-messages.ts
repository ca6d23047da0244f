import type { Message } from '#contract/messages.ts';
import type { ChatState } from '#state/nouns/state.ts';
import type { Deadline } from './client.ts';
import { type Intent, type Journal, noteAcknowledgement } from './journal.ts';

interface Waiting {
  intent: Intent;
  resolve: (intent: Intent) => void;
  reject: (error: Error) => void;
}

/** The messages of one client that its outbox still holds, and the calls that wait for them to leave it. */
export function createWaitingMessages(name: string, journal: Journal, deadline: Deadline) {
  const waiting = new Map<string, Waiting>();

  /** What became of one that waited; it may have become of it already what cannot be true. */
  function settle({ intent, resolve, reject }: Waiting, state: ChatState, reason: string | null) {
    if (reason !== null) return reject(new Error(`The outbox of ${name} gave a message up: ${reason}`));
    try {
      noteAcknowledgement(journal, intent, findMessage(state, intent));
      resolve(intent);
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  return {
    get size() {
      return waiting.size;
    },
    /** Resolves when it has left the outbox. */
    wait(intent: Intent): Promise<Intent> {
      const { promise, resolve, reject } = Promise.withResolvers<Intent>();
      waiting.set(intent.clientId, { intent, resolve, reject });
      const late = () =>
        reject(new Error(`The message ${intent.clientId} of ${name} was not acknowledged in time`));
      const timer = setTimeout(late, Math.max(0, deadline.at - Date.now()));
      return promise.finally(() => clearTimeout(timer));
    },
    /** A message that left the outbox was acknowledged, or arrived as an event, which is as good. */
    update(state: ChatState) {
      for (const [clientId, one] of waiting) {
        const pending = state.outbox[one.intent.conversationId]?.find((item) => item.clientId === clientId);
        if (pending?.state === 'sending') continue;
        waiting.delete(clientId);
        settle(one, state, pending ? (pending.reason ?? 'it does not say why') : null);
      }
    },
    abandon(error: Error) {
      for (const { reject } of waiting.values()) reject(error);
    },
  };
}

function findMessage(state: ChatState, { conversationId, clientId }: Intent): Message | null {
  const timeline = state.timelines[conversationId];
  const isIt = (message: Message) => message.clientId === clientId;
  return timeline?.messages.findLast(isIt) ?? timeline?.ahead.findLast(isIt) ?? null;
}
