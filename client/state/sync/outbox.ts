import { v4 as uuid } from 'uuid';
import { Refusal } from '#contract/errors.ts';
import type { KeptOutbox } from '#state/kept/kept-outbox.ts';
import { receive } from '#state/nouns/messages.ts';
import { findPending, withoutPending, withPending } from '#state/nouns/pending.ts';
import type { ChatStore, PendingMessage } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';
import { waitAfter } from './retries.ts';
import { exclusively, type TabMessage, type Tabs } from './tabs.ts';

const longestWait = 30_000;

/** How long to wait before sending again, in ms; null when the server refused for good. */
export function retryDelay(refusal: unknown, attempt: number): number | null {
  const wait = waitAfter(refusal);
  if (wait !== null) return wait;
  // What is not an answer of the server says nothing about the message: keep it.
  const code = refusal instanceof Refusal ? refusal.code : 'unavailable';
  if (code === 'unavailable' || code === 'unauthenticated')
    return Math.min(longestWait, 1_000 * 2 ** attempt);
  return null;
}

/**
 * What I wrote and the server has not acknowledged. Each conversation has a queue: one message at a
 * time, in order of writing, by one tab at a time. Nothing else in the browser ever sends again.
 */
export function createOutbox(store: ChatStore, call: Call, kept: KeptOutbox, tabs: Tabs) {
  const { id: userId } = store.getState().me;
  const running = new Set<string>();
  const again = new Set<string>();
  const attempts = new Map<string, number>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let newest = 0;

  function isLive() {
    return store.getState().connection === 'live';
  }

  /** Milliseconds that never repeat in this tab, so that their order is the order of writing. */
  function now(): string {
    newest = Math.max(Date.now(), newest + 1);
    return new Date(newest).toISOString();
  }

  async function run(conversationId: string) {
    again.add(conversationId);
    if (running.has(conversationId)) return;
    running.add(conversationId);
    clearTimeout(timers.get(conversationId));
    try {
      while (again.delete(conversationId) && isLive())
        await exclusively(`parley-outbox:${userId}:${conversationId}`, () => drain(conversationId));
    } finally {
      running.delete(conversationId);
    }
  }

  async function drain(conversationId: string) {
    let goesOn = true;
    while (goesOn && isLive()) {
      const shown = store.getState().outbox[conversationId] ?? [];
      const waiting = await kept.load();
      // Another tab saw to these, and was closed before it could say so.
      const settled = shown.filter(({ clientId }) => !waiting.some((item) => item.clientId === clientId));
      store.setState((state) => settled.reduce(withoutPending, state));
      const next = waiting.find((item) => item.conversationId === conversationId && item.state === 'sending');
      goesOn = next !== undefined && (await deliver(next));
    }
  }

  /** Sends one message; false when the queue has to wait. */
  async function deliver({ clientId, conversationId, body }: PendingMessage): Promise<boolean> {
    try {
      const message = await call('message:send', { clientId, conversationId, body });
      attempts.delete(conversationId);
      store.setState((state) => withoutPending(receive(state, conversationId, [message]), message));
      tabs.send({ kind: 'sent', message });
      await kept.remove(clientId);
      return true;
    } catch (error) {
      const attempt = attempts.get(conversationId) ?? 0;
      const delay = retryDelay(error, attempt);
      if (delay === null) return fail(clientId, error);
      attempts.set(conversationId, attempt + 1);
      timers.set(
        conversationId,
        setTimeout(() => void run(conversationId), delay),
      );
      return false;
    }
  }

  async function fail(clientId: string, error: unknown): Promise<boolean> {
    const waiting = await kept.load();
    const pending = waiting.find((item) => item.clientId === clientId);
    const reason = error instanceof Error ? error.message : String(error);
    if (pending) await change({ ...pending, state: 'failed', reason });
    return true;
  }

  async function change(pending: PendingMessage) {
    store.setState((state) => withPending(state, pending));
    await kept.put(pending);
    tabs.send({ kind: 'pending', pending });
    if (pending.state === 'sending') await run(pending.conversationId);
  }

  function forget(clientId: string) {
    const pending = findPending(store.getState(), clientId);
    if (pending) store.setState((state) => withoutPending(state, pending));
  }

  /** What is kept, and what is shown: an arrived message may wait for its acknowledgement, or be kept no more. */
  async function flush() {
    const waiting = (await kept.load()).map((item) => item.conversationId);
    for (const conversationId of new Set([...waiting, ...Object.keys(store.getState().outbox)]))
      void run(conversationId);
  }

  return {
    send(conversationId: string, body: string) {
      const createdAt = now();
      void change({ clientId: uuid(), conversationId, body, createdAt, state: 'sending', reason: null });
    },
    retry(clientId: string) {
      const pending = findPending(store.getState(), clientId);
      if (pending) void change({ ...pending, state: 'sending', reason: null });
    },
    async discard(clientId: string) {
      forget(clientId);
      await kept.remove(clientId);
      tabs.send({ kind: 'discarded', clientId });
    },
    /** Sends all that waits; called whenever the connection is live again. */
    flush() {
      void flush();
    },
    /** What another tab says of the outbox that both share. */
    receive(message: Exclude<TabMessage, { kind: 'signed-out' }>) {
      if (message.kind === 'discarded') forget(message.clientId);
      else if (message.kind === 'sent') {
        const { message: sent } = message;
        store.setState((state) => withoutPending(receive(state, sent.conversationId, [sent]), sent));
      } else {
        store.setState((state) => withPending(state, message.pending));
        if (message.pending.state === 'sending') void run(message.pending.conversationId);
      }
    },
    /** Shows and sends what was left from before. */
    async start() {
      for (const pending of await kept.load()) {
        newest = Math.max(newest, Date.parse(pending.createdAt));
        store.setState((state) => withPending(state, pending));
        if (pending.state === 'sending') void run(pending.conversationId);
      }
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      kept.close();
    },
  };
}
