import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testId, testMyConversation, testSnapshot } from '#state/nouns/fixtures.ts';
import { type ChatState, withoutParts } from '#state/nouns/state.ts';
import { createChatStore } from '#state/store.ts';
import { createCatchUp } from './catch-up.ts';
import type { Call, Connection } from './connection.ts';
import { createDriver } from './driver.ts';
import { createEventHandlers } from './events.ts';
import { createHistory } from './history.ts';
import { Model, parseCursor } from './sync-model.ts';
import { createTyping } from './typing.ts';
import { createUsers } from './users.ts';

// For whatever happens while a client is there, away, or only half there: what it comes to by `sync` with its
// cursor equals what a fresh load gives.

/** A client whose questions the model answers, one at a time and a moment later. */
function clientOf(model: Model) {
  const store = createChatStore(testSnapshot([]));
  store.setState({ cursor: null });
  const answers: Record<string, (input: { [field: string]: unknown }) => unknown> = {
    sync: ({ since }) => model.sync(typeof since === 'string' ? since : undefined),
    'message:list': ({ conversationId }) => {
      const items = model.rows.get(String(conversationId))?.messages ?? [];
      return { items: items.slice(-50), hasBefore: items.length > 50, hasAfter: false };
    },
    'conversation:changes': ({ conversationId, after }) => {
      const row = model.rows.get(String(conversationId));
      const items = row?.messages.filter((item) => item.version > Number(after)) ?? [];
      return { items: items.slice(0, 3), version: row?.version ?? 0, hasMore: items.length > 3 };
    },
    'user:list': ({ changedSince }) => {
      const cursor = parseCursor(changedSince);
      const since = cursor?.epoch === model.epoch ? cursor.horizon : 0;
      const items = [...model.users.values()]
        .filter((item) => item.changedAt >= since)
        .map((item) => item.user);
      return { items, nextCursor: null };
    },
  };
  const call = (async (name: string, input: object) => {
    const answer = answers[name]?.({ ...input });
    if (answer === undefined) throw new Error(`${name} was not expected`);
    await Promise.resolve();
    return answer;
  }) as Call;
  const connection: Connection = {
    ...{ call, callUnconfirmed: call, open() {}, close() {}, retryNow() {}, steady() {}, confirm() {} },
    end: () => expect.fail('the session ended'),
    hangUp: () => expect.fail('the connection was given up'),
  };
  const users = createUsers(store, call);
  const cache = { read: async () => null, drop() {}, opened() {} };
  const history = createHistory(store, call, users, cache);
  const { catchUp } = createCatchUp(store, call, history.reload, users);
  const driver = createDriver({
    ...{ store, connection, history, catchUp },
    ...{ onConfirmed() {}, onLive: users.connected, onEnded() {} },
  });
  const typing = createTyping(store, async () => null);
  const events = createEventHandlers(store, () => ({
    users,
    typing,
    missing: { want() {} },
    onMissed: driver.compare,
    onEnded: connection.end,
  }));
  return { store, driver, history, events };
}

/** Loses the connection, has it again, and waits until all is here; the model needs no time, only turns. */
async function reconnect({ store, driver }: ReturnType<typeof clientOf>): Promise<void> {
  driver.onStatus('connecting');
  driver.onStatus('connected');
  const isDone = ({ connection, cursor, usersCursor }: ChatState) =>
    connection === 'live' && cursor === usersCursor;
  for (let turns = 0; turns < 10_000 && !isDone(store.getState()); turns += 1) await Promise.resolve();
  expect(isDone(store.getState())).toBe(true);
}

const deed = fc.record({
  what: fc.constantFrom('say', 'say', 'say', 'join', 'leave', 'rename', 'open', 'evict', 'return', 'restore'),
  n: fc.integer({ min: 1, max: 6 }),
  /** Whether the event of it arrives. */
  arrives: fc.boolean(),
});
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

/** As many as forty, and not the ten that are made unless one asks. */
const deeds = fc.array(deed, { maxLength: 40, size: 'max' });
const joins = (n: number, arrives: boolean): Deed => ({ what: 'join', n, arrives });
const leaves = (n: number, arrives: boolean): Deed => ({ what: 'leave', n, arrives });

async function happen(
  client: ReturnType<typeof clientOf>,
  model: Model,
  backup: Model,
  { what, n, arrives }: Deed,
) {
  const { store, history, events } = client;
  const id = testId(2, n);
  if (what === 'say') {
    const message = model.say(n);
    if (message && arrives) events.changes({ conversationId: message.conversationId, items: [message] });
  } else if (what === 'join') {
    const conversation = model.conversation(model.join(n));
    if (arrives) events.conversation(conversation);
  } else if (what === 'leave') {
    model.leave(n);
    if (arrives) events['conversation:left']({ id: testMyConversation({ id }).id });
  } else if (what === 'rename') {
    const renamed = model.rename();
    if (arrives) events.user(renamed);
  } else if (what === 'open') {
    if (store.getState().conversations[id]) await history.open(id);
  } else if (what === 'evict') store.setState((state) => withoutParts(state, [id], 'eviction'));
  else {
    if (what === 'restore') model.restore(backup);
    await reconnect(client);
  }
}

function expectFresh(state: ChatState, model: Model) {
  const fresh = model.whole();
  expect(state.conversations).toEqual(fresh.conversations);
  for (const item of Object.values(state.users)) expect(item).toEqual(fresh.users[item.id]);
  for (const [id, { version, messages, ahead, hasAfter }] of Object.entries(state.timelines)) {
    const row = model.rows.get(id);
    const all = row?.messages ?? [];
    expect({ version, ahead, hasAfter }).toEqual({ version: row?.version, ahead: [], hasAfter: false });
    expect(messages).toEqual(all.slice(all.length - messages.length));
  }
}

describe('what changed since a cursor', () => {
  it('makes of any state what a fresh load gives, through events lost, evictions and restored backups', async () => {
    await fc.assert(
      fc.asyncProperty(deeds, fc.nat(20), async (list, backedUpAt) => {
        const model = new Model();
        let backup = model.copy();
        const client = clientOf(model);
        await reconnect(client);
        for (const [index, item] of list.entries()) {
          if (index === backedUpAt) backup = model.copy();
          await happen(client, model, backup, item);
        }
        await reconnect(client);
        expectFresh(client.store.getState(), model);
      }),
      // Joined after the cursor and lost again unheard: the ids are those at the cursor, and one more is here.
      { numRuns: 300, examples: [[[joins(6, true), leaves(6, false)], 20]] },
    );
  });

  it('is asked for in as many answers as it takes, and everything only once', async () => {
    const model = new Model();
    const client = clientOf(model);
    await reconnect(client);
    // Five conversations, two in an answer.
    expect(model.asked).toEqual({ whole: 1, since: 2 });
    model.say(3);
    await reconnect(client);
    expect(model.asked).toEqual({ whole: 1, since: 3 });
    expectFresh(client.store.getState(), model);
  });

  it('is asked for when the server says that events were missed, also in the middle of connecting', async () => {
    const model = new Model();
    const client = clientOf(model);
    const turns = async () => {
      for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
    };
    await reconnect(client);
    await client.history.open(testId(2, 3));
    model.say(3);
    expect(() => expectFresh(client.store.getState(), model)).toThrow();
    client.events.resync({ reason: 'missed' });
    await turns();
    expectFresh(client.store.getState(), model);

    client.driver.onStatus('connected');
    await Promise.resolve();
    // `sync` has been answered without this.
    model.say(3);
    client.events.resync({ reason: 'missed' });
    await turns();
    expectFresh(client.store.getState(), model);
  });

  it('gives way to everything after a backup was restored', async () => {
    const model = new Model();
    const client = clientOf(model);
    await reconnect(client);
    const backup = model.copy();
    model.say(3);
    await reconnect(client);
    model.restore(backup);
    model.asked = { whole: 0, since: 0 };
    await reconnect(client);
    expect(model.asked.whole).toBe(1);
    expectFresh(client.store.getState(), model);
  });
});

it('forgets what a restored backup has lost, though its numbers have been given out anew since', async () => {
  const model = new Model();
  const client = clientOf(model);
  const say = (times: number) => Array.from({ length: times }, () => model.say(1));
  model.join(1);
  say(3);
  await reconnect(client);
  await client.history.open(testId(2, 1));
  const backup = model.copy();
  say(2);
  await reconnect(client);
  model.restore(backup);
  say(4);
  await reconnect(client);
  expectFresh(client.store.getState(), model);
});
