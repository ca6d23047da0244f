import { Refusal } from '#contract/errors.ts';
import type { Message } from '#contract/messages.ts';
import type { Call } from './connection.ts';
import type { Unsent } from './storage.ts';

interface OutboxInput {
  call: Call;
  /** What waits, in order; whoever was here before may have left something. */
  waiting: Unsent[];
  save(): Promise<void>;
  isOpen(): boolean;
}

interface Promised {
  resolve(message: Message): void;
  reject(error: unknown): void;
}

/** Milliseconds between two tries where the server does not say when to try again. */
const retryDelay = 1_000;

/** Sends messages one after the other, each until it is acknowledged or refused for good, and forgets none meanwhile. */
export function createOutbox({ call, waiting, save, isOpen }: OutboxInput) {
  const promised = new Map<string, Promised>();
  let isSending = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function later(delay: number): void {
    clearTimeout(retry);
    retry = setTimeout(() => void flush(), delay);
  }

  /** Sends the first that waits; false: it has to wait on. */
  async function sendFirst(unsent: Unsent): Promise<boolean> {
    const { clientId } = unsent;
    try {
      const message = await call('message:send', unsent);
      promised.get(clientId)?.resolve(message);
    } catch (error) {
      const delay = waitAfter(error);
      if (delay !== null) {
        later(delay);
        return false;
      }
      promised.get(clientId)?.reject(error);
    }
    promised.delete(clientId);
    waiting.shift();
    await save();
    return true;
  }

  async function flush(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (let first = waiting[0]; first && isOpen(); first = waiting[0]) if (!(await sendFirst(first))) break;
    isSending = false;
  }

  return {
    flush,
    /** Resolves with the message once the server has it; rejects with the Refusal if it does not want it. */
    send(conversationId: string, body: string): Promise<Message> {
      const clientId = crypto.randomUUID();
      waiting.push({ clientId, conversationId, body });
      return new Promise((resolve, reject) => {
        promised.set(clientId, { resolve, reject });
        save().then(flush).catch(reject);
      });
    },
    stop(): void {
      clearTimeout(retry);
      for (const { reject } of promised.values())
        reject(new Refusal('unavailable', 'The client was closed before this was sent.'));
    },
  };
}

/** Milliseconds after which to try again; null: the server has refused it for good. */
function waitAfter(error: unknown): number | null {
  if (!(error instanceof Refusal)) return null;
  const { code, retryAfter } = error;
  if (code !== 'unavailable' && code !== 'rate_limited') return null;
  return retryAfter === undefined ? retryDelay : retryAfter * 1_000;
}
