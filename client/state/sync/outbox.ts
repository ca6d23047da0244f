import { v4 as uuid } from 'uuid';
import type { Message } from '#contract/messages.ts';
import type { KeptOutbox } from '#state/kept/kept-outbox.ts';
import { aboutMessage, joined, messageAt, writtenAt } from '#state/nouns/changes.ts';
import { receive } from '#state/nouns/messages.ts';
import {
  allWaiting,
  findPending,
  hasRoom,
  isChange,
  withoutPending,
  withPending,
} from '#state/nouns/pending.ts';
import { withSaved } from '#state/nouns/saved.ts';
import type {
  Change,
  ChatStore,
  PendingChange,
  PendingMessage,
  SendOptions,
  Waiting,
} from '#state/nouns/state.ts';
import { carryOut } from './changes.ts';
import type { Call } from './connection.ts';
import { type FilesOnTheWay, sendPending } from './message-sends.ts';
import { createQueues } from './queues.ts';
import { createRetries, retryDelay } from './retries.ts';
import type { TabMessage, Tabs } from './tabs.ts';

/**
 * What I wrote and did and the server has not acknowledged. Each conversation has a queue: one message or change at a
 * time, in order of doing, by one tab at a time. Nothing else in the browser ever sends again.
 */
export function createOutbox(
  store: ChatStore,
  call: Call,
  kept: KeptOutbox,
  tabs: Tabs,
  uploads: FilesOnTheWay,
) {
  const { id: userId } = store.getState().me;
  /** Messages that were taken back, and those that got another text, some when they were on their way already. */
  const discarded = new Set<string>();
  const rewritten = new Map<string, string>();
  let newest = 0;

  function isLive() {
    return store.getState().connection === 'live';
  }

  const queues = createQueues({ prefix: `parley-outbox:${userId}`, isLive, drain });
  const { run } = queues;
  const retries = createRetries(() => void flush());

  /** Milliseconds that never repeat in this tab, so that their order is the order of writing. */
  function now(): string {
    newest = Math.max(Date.now(), newest + 1);
    return new Date(newest).toISOString();
  }

  async function drain(conversationId: string) {
    let goesOn = true;
    while (goesOn && isLive()) {
      const { outbox, changes } = store.getState();
      const shown = [...(outbox[conversationId] ?? []), ...(changes[conversationId] ?? [])];
      const waiting = await load();
      // Another tab saw to these, and was closed before it could say so.
      const settled = shown.filter(({ clientId }) => !waiting.some((item) => item.clientId === clientId));
      store.setState((state) => settled.reduce(withoutPending, state));
      const next = waiting.find((item) => item.conversationId === conversationId && item.state === 'sending');
      goesOn = next !== undefined && (await deliver(next));
    }
  }

  /** Asks for one thing; false when the queue has to wait. */
  async function deliver(item: Waiting): Promise<boolean> {
    const { clientId, conversationId } = item;
    try {
      if (isChange(item)) await deliverChange(item);
      else await deliverMessage(item);
      queues.settled(conversationId);
      return true;
    } catch (error) {
      if (retryDelay(error, 0) === null) return fail(clientId, error);
      queues.failed(conversationId, error);
      return false;
    }
  }

  async function deliverMessage(item: PendingMessage) {
    const { clientId, body } = item;
    const message = await sendPending(call, uploads, item);
    if (!message) return void discarded.delete(clientId);
    await acknowledged(clientId, message);
    if (item.files) (await uploads.load()).sent(item.files);
    // What became of it here while it was on its way.
    const wanted = rewritten.get(clientId) ?? body;
    rewritten.delete(clientId);
    if (discarded.delete(clientId)) await change(message, { kind: 'delete' });
    else if (wanted !== message.body && writtenAt(message) === message.createdAt)
      await change(message, { kind: 'edit', body: wanted, basedOn: writtenAt(message) });
  }

  async function deliverChange(item: PendingChange) {
    const claimed = await kept.claim(item);
    if (!claimed) return;
    show(claimed);
    const message = await carryOut(call, claimed, (saved) =>
      store.setState((state) => withSaved(state, saved)),
    );
    if (!message) return drop(claimed);
    if (item.change.kind === 'edit') await rebase(item, writtenAt(message));
    await acknowledged(item.clientId, message);
  }

  async function acknowledged(clientId: string, message: Message) {
    const { conversationId } = message;
    store.setState((state) =>
      withoutPending(receive(state, conversationId, [message]), { clientId, conversationId }),
    );
    tabs.send({ kind: 'sent', clientId, message });
    await kept.remove(clientId);
  }

  /** An edit that was made on top of this one is no surprise to it. */
  async function rebase({ clientId, messageId }: PendingChange, basedOn: string) {
    for (const item of await load())
      if (isChange(item) && item.messageId === messageId && item.clientId !== clientId)
        if (item.change.kind === 'edit' && item.state === 'sending' && item.change.basedOn !== null)
          await note({ ...item, change: { ...item.change, basedOn } });
  }

  /** A message or a text stays, to be tried again or discarded; what else was done is undone by its going. */
  async function fail(clientId: string, error: unknown): Promise<boolean> {
    const item = (await load()).find((known) => known.clientId === clientId);
    if (!item) return true;
    const reason = error instanceof Error ? error.message : String(error);
    const failed: Waiting = { ...item, state: 'failed', reason };
    if (!isChange(failed)) {
      await note(failed);
      return true;
    }
    store.setState({ undone: failed });
    if (failed.change.kind === 'edit') await note(failed);
    else await drop(failed);
    return true;
  }

  function show(item: Waiting) {
    store.setState((state) => withPending(state, item));
    tabs.send({ kind: 'pending', pending: item });
  }

  async function note(item: Waiting) {
    show(item);
    await kept.put(item);
  }

  /** Takes in something to be sent; false when there is no room for it. */
  function add(item: Waiting): boolean {
    if (!hasRoom(store.getState(), item)) {
      store.setState({ undone: { ...item, state: 'failed', reason: null } });
      return false;
    }
    void put(item);
    return true;
  }

  async function put(item: Waiting) {
    await note(item);
    if (item.state === 'sending') await run(item.conversationId);
  }

  /** Joins the queue with a change of a message that the server has. */
  async function change(message: Message, what: Change) {
    const next: PendingChange = {
      ...aboutMessage(message),
      ...{
        clientId: uuid(),
        change: what,
        createdAt: now(),
        state: 'sending',
        reason: null,
        attempted: false,
      },
    };
    const queue = store.getState().changes[message.conversationId] ?? [];
    const known = messageAt(store.getState(), message) ?? message;
    const { leave, next: joining } = joined(queue, next, known);
    store.setState((state) => leave.reduce(withoutPending, state));
    if (joining && !add(joining)) return;
    let isLate = false;
    for (const { clientId } of leave) {
      if (await kept.withdraw(clientId)) tabs.send({ kind: 'discarded', clientId });
      else isLate = true;
    }
    // What should only have gone was on its way already: then this follows it.
    if (isLate && !joining) add(next);
  }

  function forget(clientId: string) {
    const item = findPending(store.getState(), clientId);
    if (item) store.setState((state) => withoutPending(state, item));
  }

  /** Somebody took it back, in this tab or another. */
  function takeBack(clientId: string) {
    const item = findPending(store.getState(), clientId);
    if (item && !isChange(item)) {
      discarded.add(clientId);
      if (item.files) uploads.drop(item.files);
    }
    forget(clientId);
  }

  function noteText({ clientId, body }: PendingMessage) {
    const item = findPending(store.getState(), clientId);
    if (item && !isChange(item) && item.body !== body) rewritten.set(clientId, body);
  }

  async function drop({ clientId }: Pick<Waiting, 'clientId'>) {
    forget(clientId);
    await kept.remove(clientId);
    tabs.send({ kind: 'discarded', clientId });
  }

  /** What is kept, all of it as soon as the disk answers; until then what is shown. */
  async function load(): Promise<Waiting[]> {
    const { items, isWhole } = await kept.load(() => allWaiting(store.getState()));
    if (isWhole) retries.settled('disk');
    else retries.failed('disk', null);
    return items;
  }

  /** What is kept, and what is shown: an arrived message may wait for its acknowledgement, or be kept no more. */
  async function flush() {
    const items = await load();
    for (const item of items) {
      newest = Math.max(newest, Date.parse(item.createdAt));
      store.setState((state) => withPending(state, item));
    }
    const waiting = [...items, ...allWaiting(store.getState())];
    for (const conversationId of new Set(waiting.map((item) => item.conversationId)))
      void run(conversationId);
  }

  return {
    /** False when too much waits already. */
    send(conversationId: string, body: string, options: SendOptions = {}): boolean {
      const sending = { state: 'sending', reason: null } as const;
      return add({ clientId: uuid(), conversationId, body, createdAt: now(), ...sending, ...options });
    },
    change(message: Message, what: Change) {
      void change(message, what);
    },
    /** Another text for a message that waits, or was refused. */
    rewrite(clientId: string, body: string) {
      const item = findPending(store.getState(), clientId);
      if (!item || isChange(item)) return;
      noteText({ ...item, body });
      void put({ ...item, body, state: 'sending', reason: null });
    },
    retry(clientId: string) {
      const item = findPending(store.getState(), clientId);
      if (!item) return;
      const sending = { state: 'sending', reason: null } as const;
      if (!isChange(item)) return void put({ ...item, ...sending });
      // Whoever tries again knows by now what it overwrites.
      const { change: what } = item;
      const change = what.kind === 'edit' && item.state === 'failed' ? { ...what, basedOn: null } : what;
      void put({ ...item, change, ...sending });
    },
    async discard(clientId: string) {
      takeBack(clientId);
      await drop({ clientId });
    },
    /** Shows all that waits, what was left from before too, and sends it; called whenever the connection is live again. */
    flush() {
      void flush();
    },
    /** What another tab says of the outbox that both share. */
    receive(message: Exclude<TabMessage, { kind: 'signed-out' }>) {
      if (message.kind === 'discarded') {
        takeBack(message.clientId);
      } else if (message.kind === 'sent') {
        const { clientId, message: sent } = message;
        const { conversationId } = sent;
        store.setState((state) =>
          withoutPending(receive(state, conversationId, [sent]), { clientId, conversationId }),
        );
      } else {
        if (!isChange(message.pending)) noteText(message.pending);
        store.setState((state) => withPending(state, message.pending));
        if (message.pending.state === 'sending') void run(message.pending.conversationId);
      }
    },
    stop() {
      retries.stop();
      queues.stop();
      kept.close();
    },
  };
}
