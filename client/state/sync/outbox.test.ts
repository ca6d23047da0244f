import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '#contract/messages.ts';
import { createKeptOutbox } from '#state/kept/kept-outbox.ts';
import { channelId, meId, testMessage, testMyConversation, testSnapshot } from '#state/nouns/fixtures.ts';
import { allWaiting } from '#state/nouns/pending.ts';
import type { Waiting } from '#state/nouns/state.ts';
import { createChatStore } from '#state/store.ts';
import type { Call } from './connection.ts';
import { createOutbox } from './outbox.ts';
import { createTabs } from './tabs.ts';

/** What stands for IndexedDB: it answers, or takes for ever, or fails. */
const disk = vi.hoisted(() => ({
  rows: new Map<string, Waiting>(),
  mood: 'well' as 'well' | 'slow' | 'broken',
}));

vi.mock('idb', () => {
  async function answered<Result>(task: () => Result): Promise<Result> {
    if (disk.mood === 'slow') return new Promise<Result>(() => {});
    if (disk.mood === 'broken') throw new Error('It cannot be read');
    return task();
  }
  const store = {
    get: (clientId: string) => answered(() => disk.rows.get(clientId)),
    put: (row: Waiting) => answered(() => disk.rows.set(row.clientId, row)),
    delete: (clientId: string) => answered(() => disk.rows.delete(clientId)),
  };
  const database = {
    put: (_store: string, row: Waiting) => store.put(row).then(() => row.clientId),
    delete: (_store: string, clientId: string) => store.delete(clientId),
    getAllFromIndex: () => answered(() => [...disk.rows.values()]),
    transaction: () => ({ store, done: Promise.resolve() }),
    close() {},
  };
  return { openDB: async () => database };
});

const sentBefore: Message = testMessage(1, 1, { authorId: meId });

function setUp() {
  const store = createChatStore(testSnapshot([testMyConversation({ id: channelId })]));
  store.setState({ connection: 'offline' });
  const asked: string[] = [];
  const call = (async (name: string, input: { clientId?: string; body?: string }) => {
    asked.push(`${name} ${input.body ?? ''}`.trim());
    return { ...sentBefore, ...input };
  }) as Call;
  const files = { load: () => Promise.reject(new Error('No files here')), drop() {} };
  const outbox = createOutbox(store, call, createKeptOutbox(meId), createTabs(meId), files);
  const shown = () =>
    allWaiting(store.getState()).map((item) => ('body' in item ? item.body : item.change.kind));
  return { store, outbox, asked, shown };
}

const aMoment = () => vi.advanceTimersByTimeAsync(100);
const aMinute = () => vi.advanceTimersByTimeAsync(60_000);

describe.each(['slow', 'broken'] as const)('where the disk is %s for a while', (mood) => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('indexedDB', {});
    disk.rows.clear();
    disk.mood = 'well';
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('a message that waits stays on the screen and goes', async () => {
    const { store, outbox, asked, shown } = setUp();
    outbox.send(channelId, 'written offline');
    await aMoment();
    disk.mood = mood;
    outbox.flush();
    await aMinute();
    expect(shown()).toEqual(['written offline']);
    store.setState({ connection: 'live' });
    outbox.flush();
    await aMinute();
    expect(asked).toEqual(['message:send written offline']);
    disk.mood = 'well';
    await aMinute();
    expect([shown(), disk.rows.size]).toEqual([[], 0]);
    outbox.stop();
  });

  it('what an earlier page left is shown and sent when it can be read again', async () => {
    const before = setUp();
    before.outbox.send(channelId, 'from before');
    await aMoment();
    before.outbox.stop();
    disk.mood = mood;
    const { store, outbox, asked, shown } = setUp();
    outbox.flush();
    store.setState({ connection: 'live' });
    outbox.flush();
    await aMinute();
    expect(asked).toEqual([]);
    store.setState({ connection: 'offline' });
    disk.mood = 'well';
    await aMinute();
    expect(shown()).toEqual(['from before']);
    store.setState({ connection: 'live' });
    outbox.flush();
    await aMoment();
    expect([asked, shown()]).toEqual([['message:send from before'], []]);
    outbox.stop();
  });

  it('a change is not carried out before it is certain that nobody took it back', async () => {
    const { store, outbox, asked, shown } = setUp();
    outbox.change(sentBefore, { kind: 'delete' });
    await aMoment();
    disk.mood = mood;
    store.setState({ connection: 'live' });
    outbox.flush();
    await aMinute();
    expect([asked, shown()]).toEqual([[], ['delete']]);
    disk.mood = 'well';
    await aMinute();
    expect([asked, shown()]).toEqual([['message:delete'], []]);
    outbox.stop();
  });

  it('what was taken back meanwhile is undone, should it go all the same', async () => {
    const { store, outbox, asked } = setUp();
    outbox.change(sentBefore, { kind: 'delete' });
    await aMoment();
    disk.mood = mood;
    const { body, mentions, editedAt, reactions, files } = sentBefore;
    outbox.change(sentBefore, { kind: 'restore', was: { body, mentions, editedAt, reactions, files } });
    await aMinute();
    disk.mood = 'well';
    store.setState({ connection: 'live' });
    outbox.flush();
    await aMinute();
    expect(asked).toEqual(['message:delete', 'message:restore']);
    outbox.stop();
  });
});
