import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Message } from '#contract/messages.ts';
import { readPosition } from '#contract/reads.ts';
import { createKeptFiles } from '#state/kept/kept-files.ts';
import { createKeptOutbox } from '#state/kept/kept-outbox.ts';
import { withAttached } from '#state/nouns/attached.ts';
import { laidOver, writtenAt } from '#state/nouns/changes.ts';
import { readTo, upsertConversation } from '#state/nouns/conversations.ts';
import { channelId, meId, otherId, testId, testSnapshot } from '#state/nouns/fixtures.ts';
import { receive } from '#state/nouns/messages.ts';
import { allWaiting } from '#state/nouns/pending.ts';
import { isPending } from '#state/nouns/reads.ts';
import type { Change, ChatState } from '#state/nouns/state.ts';
import { newTimeline, openPage } from '#state/nouns/timeline.ts';
import { createChatStore } from '#state/store.ts';
import { createCatchUp } from './catch-up.ts';
import type { Call } from './connection.ts';
import { NoAnswer } from './no-answer.ts';
import { createOutbox } from './outbox.ts';
import { type Announced, OutboxModel, type Room, threadId } from './outbox-model.ts';
import { createReads } from './reads.ts';
import { createTabs } from './tabs.ts';
import { createUploads } from './uploads.ts';

// Whatever one does to a channel and a thread in it, with a connection or without, while others do the same, and
// whatever is lost on the way: in the end the screen shows what the server has, and nothing waits.

const deed = fc.record({
  what: fc.constantFrom(
    ...(['send', 'send', 'edit', 'edit', 'delete', 'restore', 'react', 'unreact', 'pin', 'pin'] as const),
    ...(['read', 'put back', 'cut', 'return', 'return'] as const),
  ),
  room: fc.constantFrom(channelId, threadId),
  /** Done by another user, or by me at another device. */
  elsewhere: fc.constantFrom(null, null, meId, otherId),
  /** Points (0 to 1) at a message. */
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  /** Its event, or the answer to it, does not come. */
  isLost: fc.boolean(),
});
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

type Fields = Record<string, unknown>;

function setUp() {
  const store = createChatStore(testSnapshot([]));
  let losesEvent = false;
  let losesAnswer = false;
  const isLive = () => store.getState().connection === 'live';

  function announce(what: Announced) {
    if (!isLive() || losesEvent) return;
    store.setState((state) => {
      if ('facts' in what) return upsertConversation(state, what.facts);
      if ('read' in what) return readTo(state, what.read);
      return receive(state, what.changes.conversationId, [what.changes]);
    });
  }
  const model = new OutboxModel(announce);
  model.channel.send(otherId, { clientId: testId(4, 1), body: 'root' });
  model.thread.send(otherId, { clientId: testId(4, 2), body: 'first reply' });
  model.count();

  const roomOf = ({ conversationId }: Fields) =>
    model.rooms[String(conversationId)] ?? expect.fail('no room');
  const found = ({ id, messageId }: Fields) => model.find(id ?? messageId);
  const doings: Record<string, (input: Fields) => unknown> = {
    'message:send': (input) =>
      roomOf(input).send(meId, {
        ...{ clientId: String(input['clientId']), body: String(input['body']) },
        fileIds: z.array(z.string()).parse(input['fileIds'] ?? []),
      }),
    'file:update': () => ({}),
    'message:edit': (input) => {
      const { room, row } = found(input);
      return room.edit(row, { body: String(input['body']), basedOn: input['basedOn'] });
    },
    'message:delete': (input) => found(input).room.delete(found(input).row),
    'message:restore': (input) => found(input).room.restore(found(input).row),
    'reaction:add': (input) => found(input).room.react(found(input).row, meId, String(input['emoji']), true),
    'reaction:remove': (input) =>
      found(input).room.react(found(input).row, meId, String(input['emoji']), false),
    'message:pin': (input) => found(input).room.pin(found(input).row, meId, true),
    'message:unpin': (input) => found(input).room.pin(found(input).row, meId, false),
    'conversation:read': (input) => roomOf(input).read(readPosition.parse(input)),
    'conversation:changes': (input) => changesOf(roomOf(input), Number(input['after'])),
  };
  const call = (async (name: string, input: object) => {
    await Promise.resolve();
    if (!isLive()) throw new NoAnswer('There is no connection');
    const answer = doings[name]?.({ ...input });
    model.count();
    if (answer === undefined) throw new Error(`${name} was not expected`);
    if (losesAnswer && name !== 'conversation:changes') {
      losesAnswer = false;
      store.setState({ connection: 'offline' });
      throw new NoAnswer('The answer was lost');
    }
    return answer;
  }) as Call;
  const kept = createKeptOutbox(meId);
  let uploaded = 0;
  const uploads = createUploads({
    ...{ store, call, kept: createKeptFiles(meId), waiting: kept.load, async giveUp() {} },
    async upload({ signal }) {
      await Promise.resolve();
      signal.throwIfAborted();
      if (!isLive()) throw new NoAnswer('There is no connection');
      uploaded += 1;
      return { id: testId(9, uploaded), alt: '' };
    },
  });
  const outbox = createOutbox(store, call, kept, createTabs(meId), {
    load: async () => uploads,
    drop: uploads.drop,
  });
  const reads = createReads(store, call, () => {});
  const { catchUp } = createCatchUp(store, call, async () => {}, { want() {} });
  const stopReads = reads.start();

  for (const room of [model.channel, model.thread])
    store.setState((state) => {
      const known = upsertConversation(state, room.conversation);
      const page = { items: [...room.rows], hasBefore: false, hasAfter: false };
      const empty = newTimeline({ version: room.version, lastSeq: room.rows.length, newLineSeq: null });
      return {
        timelines: { ...state.timelines, [room.id]: openPage(empty, page, room.version) },
        conversations: known.conversations,
      };
    });
  store.setState({ connection: 'live' });
  return {
    ...{ store, model, outbox, uploads, reads, catchUp },
    lose(event: boolean, answer: boolean) {
      losesEvent = event;
      losesAnswer = answer;
    },
    stop() {
      outbox.stop();
      uploads.stop();
      stopReads();
    },
  };
}
type Client = ReturnType<typeof setUp>;

function changesOf(room: Room, after: number) {
  const items = room.rows.filter(({ version }) => version > after).sort((a, b) => a.version - b.version);
  return { items, version: room.version, hasMore: false };
}

/** Lets everything happen that waits for nothing but its turn. */
async function settled({ store }: Client) {
  const isBusy = ({ connection, ...state }: ChatState) =>
    connection === 'live' &&
    (allWaiting(state).some((item) => item.state === 'sending') ||
      Object.values(state.reads).some((reading) => isPending(reading)));
  for (let turns = 0; turns < 3 || (turns < 200 && isBusy(store.getState())); turns += 1)
    await new Promise((resolve) => setImmediate(resolve));
}

async function goOnline(client: Client) {
  const { store, model, outbox, reads, catchUp } = client;
  store.setState({ connection: 'live' });
  for (const room of [model.channel, model.thread]) {
    store.setState((state) => upsertConversation(state, room.conversation));
    await catchUp(room.id);
  }
  outbox.flush();
  reads.flush();
  await settled(client);
}

const shownIn = ({ timelines, changes }: ChatState, id: string) =>
  laidOver(timelines[id]?.messages ?? [], changes[id] ?? [], testSnapshot().me.id);

/** What I do to a message here, as I see it; nothing where the screen would not offer it. */
function changeHere(what: Deed['what'], message: Message, count: number): Change | null {
  const { body, mentions, editedAt, reactions, files, deletedAt } = message;
  if (what === 'restore')
    return deletedAt
      ? { kind: 'restore', was: { body: 'as it was', mentions, editedAt, reactions, files } }
      : null;
  if (deletedAt) return null;
  if (what === 'edit')
    return { kind: 'edit', body: `${body.slice(0, 20)} ${count}`, basedOn: writtenAt(message) };
  if (what === 'delete') return { kind: 'delete' };
  if (what === 'pin') return { kind: 'pin', given: message.pin === null };
  return { kind: 'react', emoji: '👍', given: what === 'react' };
}

function doElsewhere({ model }: Client, by: string, { what, room: id, at }: Deed, count: number) {
  const room = model.rooms[id];
  const row = room?.rows[Math.floor(at * room.rows.length)];
  if (!room || !row) return;
  const clientId = testId(6, count);
  if (what === 'send') room.send(by, { clientId, body: `elsewhere ${count}` });
  else if (what === 'delete') room.delete(row);
  else if (what === 'restore') room.restore(row);
  else if ((what === 'read' || what === 'put back') && by === meId)
    room.read({ conversationId: row.conversationId, seq: row.seq - 1 });
  else if (row.deletedAt === null && what === 'edit') room.edit(row, { body: `elsewhere ${count}` });
  else if (row.deletedAt === null && what === 'react') room.react(row, by, '👍', true);
  else if (row.deletedAt === null && what === 'pin') room.pin(row, by, row.pin === null);
  model.count();
}

/** A message with a file or two, which are not there yet when it is sent. */
function sendFiles({ store, outbox, uploads }: Client, room: string, body: string, count: number) {
  const names = Array.from({ length: 1 + (count % 2) }, (_, index) => `${count}-${index}.txt`);
  uploads.attach(
    room,
    names.map((name) => ({ blob: new Blob([name]), name })),
  );
  const files = store.getState().attached[room] ?? [];
  outbox.send(room, body, { files });
  store.setState((state) => withAttached(state, room, []));
}

function doHere(client: Client, { what, room, at }: Deed, count: number) {
  const { store, outbox, reads } = client;
  const shown = shownIn(store.getState(), room);
  const message = shown[Math.floor(at * shown.length)];
  if (what === 'send') {
    reads.written(room);
    if (at < 0.5) outbox.send(room, `here ${count}`);
    else sendFiles(client, room, `here ${count}`, count);
  } else if (!message) return;
  else if (what === 'read') reads.mark(room, message.seq);
  else if (what === 'put back') reads.putBack(room, message.seq - 1);
  else {
    const change = changeHere(what, message, count);
    if (change) outbox.change(message, change);
  }
  reads.flush();
}

async function happen(client: Client, item: Deed, count: number) {
  const { what, elsewhere, isLost } = item;
  client.lose(isLost && elsewhere !== null, isLost && elsewhere === null);
  if (what === 'cut') client.store.setState({ connection: 'offline' });
  else if (what === 'return') await goOnline(client);
  else if (elsewhere !== null) doElsewhere(client, elsewhere, item, count);
  else doHere(client, item, count);
  await settled(client);
}

it('what one does without a connection, and to threads, ends where the server is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 30, size: 'max' }), async (deeds) => {
      const client = setUp();
      for (const [count, item] of deeds.entries()) await happen(client, item, count);
      client.lose(false, false);
      await goOnline(client);
      const { store, model, outbox } = client;
      // What was refused stays to be read, and is discarded by whoever wrote it.
      for (const item of allWaiting(store.getState()))
        if (item.state === 'failed') await outbox.discard(item.clientId);
      await goOnline(client);
      const state = store.getState();
      client.stop();
      expect(allWaiting(state)).toEqual([]);
      for (const room of [model.channel, model.thread]) {
        expect(shownIn(state, room.id)).toEqual(room.rows);
        expect(state.timelines[room.id]).toMatchObject({ version: room.version, ahead: [] });
        expect(state.conversations[room.id]).toEqual(room.conversation);
      }
      // Each file went with one message, and nothing of any waits.
      const sent = [...model.channel.rows, ...model.thread.rows].flatMap(({ files }) =>
        files.map(({ id }) => id),
      );
      expect(new Set(sent).size).toBe(sent.length);
      expect([state.attached, state.uploads ?? {}]).toEqual([{}, {}]);
    }),
    { numRuns: 300 },
  );
});
