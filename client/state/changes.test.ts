import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '#contract/messages.ts';
import type { ChatClient } from './chat-client.ts';
import { laidOver } from './nouns/changes.ts';
import { allWaiting } from './nouns/pending.ts';
import { eventually, isLive, TestClients, type Wire } from './test-clients.ts';

// Changes of messages from the outbox, against the real server, through a wire that can be cut.

let clients: TestClients;
let id: string;
let wire: Wire;
let one: ChatClient;
let other: ChatClient;
let message: Message;

beforeAll(async () => {
  clients = await TestClients.start();
});
afterAll(() => clients.server.close());
afterEach(() => clients.stopClients());

/** Ada, through the wire, and Ben; and a message of hers. */
beforeEach(async () => {
  id = await clients.newChannel();
  const { ada, ben } = clients;
  message = await ada.call('message:send', {
    conversationId: id,
    clientId: crypto.randomUUID(),
    body: 'first',
  });
  wire = await clients.wire();
  one = await clients.clientOf(ada, wire.url);
  other = await clients.clientOf(ben);
  await Promise.all([one.actions.open(id), other.actions.open(id)]);
  clients.calls.splice(0);
});

function shown({ store }: ChatClient): Message[] {
  const { timelines, changes, me } = store.getState();
  return laidOver(timelines[id]?.messages ?? [], changes[id] ?? [], me.id);
}
const seenBy = (client: ChatClient) => shown(client)[0];
const waiting = () => one.store.getState().changes[id]?.map(({ change }) => change.kind) ?? [];
const edit = (body: string) =>
  one.actions.change(message, { kind: 'edit', body, basedOn: message.editedAt ?? message.createdAt });
const asked = (...names: string[]) =>
  clients.calls.filter(({ name }) => names.includes(name)).map(({ name }) => name);

async function cut() {
  wire.cut();
  await eventually(() => expect(one.store.getState().connection).toBe('offline'));
}

describe('a change', () => {
  it('is shown at once, reaches the others, and leaves the outbox', async () => {
    edit('second');
    expect(seenBy(one)?.body).toBe('second');
    one.actions.change(message, { kind: 'react', emoji: '🎉', given: true });
    expect(seenBy(one)?.reactions).toHaveLength(1);
    await eventually(() => expect(waiting()).toEqual([]));
    await eventually(() =>
      expect(seenBy(other)).toMatchObject({ body: 'second', reactions: [{ emoji: '🎉' }] }),
    );
    await eventually(() => expect(seenBy(one)).toEqual(seenBy(other)));
  });

  it('waits without a connection, together with messages, and is carried out in order', async () => {
    await cut();
    edit('second');
    one.actions.send(id, 'an answer');
    one.actions.change(message, { kind: 'react', emoji: '👍', given: true });
    expect(seenBy(one)).toMatchObject({ body: 'second', reactions: [{ emoji: '👍' }] });
    expect(waiting()).toEqual(['edit', 'react']);
    wire.mend();
    await isLive(one);
    await eventually(() => expect(shown(other).map(({ body }) => body)).toEqual(['second', 'an answer']));
    await eventually(() => expect(allWaiting(one.store.getState())).toEqual([]));
    expect(asked('message:edit', 'message:send', 'reaction:add')).toEqual([
      'message:edit',
      'message:send',
      'reaction:add',
    ]);
    await eventually(() => expect(shown(one)).toEqual(shown(other)));
  });

  it('gives way to a later one of the same thing, and both go when nothing is left of them', async () => {
    await cut();
    edit('second');
    edit('third');
    one.actions.change(message, { kind: 'react', emoji: '👍', given: true });
    one.actions.change(message, { kind: 'react', emoji: '👍', given: false });
    one.actions.deleteMessage(message);
    expect(seenBy(one)?.deletedAt).not.toBeNull();
    one.actions.undelete(message);
    await eventually(() => expect(waiting()).toEqual(['edit']));
    expect(seenBy(one)).toMatchObject({ body: 'third', reactions: [], deletedAt: null });
    wire.mend();
    await eventually(() => expect(seenBy(other)?.body).toBe('third'));
    await eventually(() => expect(waiting()).toEqual([]));
    expect(asked('message:edit', 'message:delete', 'reaction:add', 'reaction:remove')).toEqual([
      'message:edit',
    ]);
  });

  it('that is refused is undone, with the reason', async () => {
    await cut();
    one.actions.change(message, { kind: 'react', emoji: '👍', given: true });
    await clients.ben.call('member:remove', { conversationId: id, userId: clients.ada.id }).catch(() => {});
    await clients.ada.call('message:delete', { id: message.id });
    wire.mend();
    await eventually(() => expect(one.store.getState().undone).not.toBeNull());
    expect(one.store.getState().undone).toMatchObject({
      change: { kind: 'react' },
      reason: 'This message has been deleted.',
    });
    expect(waiting()).toEqual([]);
    await eventually(() => expect(seenBy(one)).toEqual(seenBy(other)));
  });

  it('of a text that another device changed meanwhile is refused and kept, and overwrites when tried again', async () => {
    await cut();
    edit('mine');
    await clients.ada.call('message:edit', { id: message.id, body: 'theirs' });
    wire.mend();
    await eventually(() => expect(one.store.getState().changes[id]?.[0]?.state).toBe('failed'));
    await eventually(() => expect(seenBy(one)?.body).toBe('theirs'));
    const [failed] = one.store.getState().changes[id] ?? [];
    expect(failed).toMatchObject({ change: { body: 'mine' }, reason: expect.stringContaining('elsewhere') });
    one.actions.retry(failed?.clientId ?? '');
    await eventually(() => expect(seenBy(other)?.body).toBe('mine'));
    await eventually(() => expect(waiting()).toEqual([]));
  });

  it('follows one that is on its way, whatever the answer to that takes', async () => {
    // The server has the first, and the answer to it is lost.
    const lost = new Promise<void>((resolve) => {
      for (const socket of clients.server.io.sockets.sockets.values())
        socket.onAny((name: string) => {
          if (name !== 'message:edit') return;
          wire.cut();
          resolve();
        });
    });
    edit('second');
    await lost;
    await eventually(() => expect(one.store.getState().connection).toBe('offline'));
    edit('third');
    expect(waiting()).toEqual(['edit', 'edit']);
    wire.mend();
    await eventually(() => expect(waiting()).toEqual([]));
    await eventually(() => expect(seenBy(other)?.body).toBe('third'));
    expect(one.store.getState().undone).toBeNull();
  });
});

describe('a message that waits', () => {
  it('is sent with the text it was given last, or not at all', async () => {
    await cut();
    one.actions.send(id, 'one');
    one.actions.send(id, 'two');
    const [first, second] = one.store.getState().outbox[id] ?? [];
    one.actions.rewrite(first?.clientId ?? '', 'one, mended');
    one.actions.discard(second?.clientId ?? '');
    wire.mend();
    await eventually(() => expect(shown(other).map(({ body }) => body)).toEqual(['first', 'one, mended']));
    await eventually(() => expect(one.store.getState().outbox).toEqual({}));
  });

  it('that was on its way when it was mended or taken back is edited or deleted', async () => {
    const lost = new Promise<void>((resolve) => {
      for (const socket of clients.server.io.sockets.sockets.values())
        socket.onAny((name: string) => {
          if (name !== 'message:send') return;
          wire.cut();
          resolve();
        });
    });
    one.actions.send(id, 'one');
    await lost;
    await eventually(() => expect(one.store.getState().connection).toBe('offline'));
    const [pending] = one.store.getState().outbox[id] ?? [];
    one.actions.rewrite(pending?.clientId ?? '', 'one, mended');
    wire.mend();
    await eventually(() => expect(shown(other).map(({ body }) => body)).toEqual(['first', 'one, mended']));
    await eventually(() => expect(allWaiting(one.store.getState())).toEqual([]));
  });
});

describe('undoing a deletion', () => {
  it('brings back text and reactions on every screen', async () => {
    await clients.ben.call('reaction:add', { messageId: message.id, emoji: '👍' });
    await eventually(() => expect(seenBy(one)?.reactions).toHaveLength(1));
    const before = seenBy(one);
    if (before) one.actions.deleteMessage(before);
    await eventually(() => expect(seenBy(other)?.deletedAt).not.toBeNull());
    const deleted = seenBy(one);
    if (deleted) one.actions.undelete(deleted);
    expect(seenBy(one)).toMatchObject({ body: 'first', deletedAt: null, reactions: [{ emoji: '👍' }] });
    await eventually(() => expect(seenBy(other)).toMatchObject({ body: 'first', deletedAt: null }));
    await eventually(() => expect(waiting()).toEqual([]));
    expect(seenBy(one)?.reactions).toEqual(before?.reactions);
  });
});
