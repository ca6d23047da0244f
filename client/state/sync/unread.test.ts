import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '#contract/errors.ts';
import type { Message } from '#contract/messages.ts';
import { type ReadPosition, type ReadState, readState } from '#contract/reads.ts';
import { readTo, removeConversation, upsertConversation } from '#state/nouns/conversations.ts';
import {
  channelId,
  meId,
  otherId,
  testId,
  testMessage,
  testMyConversation,
  testSnapshot,
} from '#state/nouns/fixtures.ts';
import { receive } from '#state/nouns/messages.ts';
import { mergeSync } from '#state/nouns/snapshot.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { unreadThreads } from '#state/nouns/threads.ts';
import { attentionOf, totalAttention } from '#state/nouns/unread.ts';
import { createChatStore } from '#state/store.ts';
import type { Call } from './connection.ts';
import { createReads } from './reads.ts';

// Three devices of one user, and what the user has unread: whatever is written, edited, deleted, restored, read, put
// back, muted, left and joined, and however late it is heard of, each device says what a recount of the messages says.

const devices = 3;
const otherChannelId = testId(2, 2);
const time = '2026-01-03T00:00:00.000Z';

interface Deed {
  what:
    | ('send' | 'edit' | 'delete' | 'restore' | 'read' | 'put back' | 'mute' | 'rejoin')
    | ('flush' | 'deliver' | 'deliver late' | 'lose' | 'sync');
  /** Which device does it, or to which it happens. */
  device: number;
  mine: boolean;
  mentions: boolean;
  /** Points (0 to 1) at a message. */
  at: number;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  what: fc.constantFrom(
    ...(['send', 'send', 'send', 'edit', 'delete', 'restore', 'read', 'read', 'put back'] as const),
    ...(['mute', 'rejoin', 'flush', 'flush', 'deliver', 'deliver', 'deliver late', 'lose', 'sync'] as const),
  ),
  device: fc.nat(devices - 1),
  mine: fc.boolean(),
  mentions: fc.boolean(),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});

type Kind = 'public' | 'direct' | 'thread';
type Event = (state: ChatState) => ChatState;

/** The server: the messages, my membership, and what it announces to each device. */
class Server {
  readonly rows: Message[] = [];
  readonly queues: Event[][] = Array.from({ length: devices }, () => []);
  readonly kind: Kind;
  version = 0;
  joined = true;
  mine = { joinedAt: time, lastReadSeq: 0, readVersion: 0, muted: false, notifyVersion: 0 };

  constructor(kind: Kind) {
    this.kind = kind;
  }

  /** What is unread, the long way. */
  recount() {
    const open = this.rows.filter(
      ({ seq, authorId, deletedAt }) =>
        seq > this.mine.lastReadSeq && authorId !== meId && deletedAt === null,
    );
    const forMe = open.filter((row) => this.kind === 'direct' || row.mentions.length > 0);
    return { unread: open.length, mentions: forMe.length };
  }

  get conversation() {
    const { lastReadSeq } = this.mine;
    const after = this.rows.filter(({ seq }) => seq > lastReadSeq);
    const isSkipped = ({ authorId, deletedAt }: Message) => authorId === meId || deletedAt !== null;
    const direct = { name: null, memberIds: [meId, otherId] };
    const thread = { name: null, parentId: otherChannelId, rootSeq: 1 };
    return testMyConversation({
      kind: this.kind,
      ...(this.kind === 'direct' ? direct : this.kind === 'thread' ? thread : {}),
      ...{ lastSeq: this.rows.length, version: this.version, ...this.mine, ...this.recount() },
      skipped: after.filter(isSkipped).map(({ seq }) => seq),
      mentioned:
        this.kind === 'direct'
          ? []
          : after.filter((row) => !isSkipped(row) && row.mentions.length > 0).map(({ seq }) => seq),
    });
  }

  get readState(): ReadState {
    const { id, lastReadSeq, version, readVersion, skipped, mentioned, unread, mentions } = this.conversation;
    return readState.parse({
      ...{ conversationId: id, seq: lastReadSeq, version, readVersion, skipped, mentioned, unread, mentions },
    });
  }

  announce(event: Event) {
    for (const queue of this.queues) queue.push(event);
  }

  announceRead() {
    const state = this.readState;
    this.announce((own) => readTo(own, state));
  }

  commit(message: Message): Message {
    this.version += 1;
    const stored = { ...message, version: this.version };
    this.rows[message.seq - 1] = stored;
    this.announce((state) => receive(state, channelId, [stored]));
    return stored;
  }

  send(mine: boolean, isMention: boolean): Message {
    const seq = this.rows.length + 1;
    const message = testMessage(seq, seq, { authorId: mine ? meId : otherId });
    const stored = this.commit({ ...message, mentions: isMention ? mentionOfMe : [] });
    if (!mine) return stored;
    const wasBack = this.mine.readVersion % 2 === 1;
    this.mine = { ...this.mine, lastReadSeq: seq, readVersion: this.mine.readVersion + (wasBack ? 1 : 0) };
    if (wasBack) this.announceRead();
    return stored;
  }

  change(at: number, change: Partial<Message>) {
    const target = this.rows[Math.floor(at * this.rows.length)];
    if (target) this.commit({ ...target, ...change });
  }

  /** As server/domain/reads.ts. */
  read({ seq: wanted, onlyForward, readVersion }: ReadPosition): ReadState {
    if (!this.joined) throw new Refusal('forbidden', 'Join the channel first.');
    const seq = Math.min(wanted, this.rows.length);
    const isKnown = readVersion === undefined || readVersion === this.mine.readVersion;
    const { lastReadSeq, readVersion: version } = this.mine;
    if (isKnown && seq > lastReadSeq) this.mine = { ...this.mine, lastReadSeq: seq };
    else if (isKnown && seq < lastReadSeq && !onlyForward)
      this.mine = { ...this.mine, lastReadSeq: seq, readVersion: version + 1 + (version % 2) };
    this.announceRead();
    return this.readState;
  }

  mute(muted: boolean) {
    if (!this.joined) return;
    this.mine = { ...this.mine, muted, notifyVersion: this.mine.notifyVersion + 1 };
    const { conversation } = this;
    this.announce((state) => upsertConversation(state, conversation));
  }

  rejoin() {
    this.announce((state) => removeConversation(state, channelId));
    const joinedAt = new Date(Date.parse(this.mine.joinedAt) + 1).toISOString();
    this.mine = { joinedAt, lastReadSeq: this.rows.length, readVersion: 0, muted: false, notifyVersion: 0 };
    const { conversation } = this;
    this.announce((state) => upsertConversation(state, conversation));
  }
}

const mentionOfMe = [{ text: '@ada', userId: meId }] as Message['mentions'];

/** A device with the real state, and the real way of telling what was read. */
function deviceOf(server: Server, index: number) {
  const store = createChatStore(testSnapshot([server.conversation]));
  store.setState({ connection: 'live' });
  const queue = server.queues[index] ?? [];
  let isLost = false;
  const call = (async (name: string, input: ReadPosition) => {
    if (name !== 'conversation:read') throw new Error(`${name} was not expected`);
    await Promise.resolve();
    const answer = server.read(input);
    // The server did it, and nobody here learns of that.
    if (isLost) throw new Refusal('invalid', 'The answer was lost');
    return answer;
  }) as Call;
  const reads = createReads(store, call, () => {});
  return {
    store,
    reads,
    apply(event: Event | undefined) {
      if (event) store.setState((state) => event(state));
    },
    deliver: (late: boolean) => (late ? queue.pop() : queue.shift()),
    drop: () => queue.splice(0),
    async flush(losing = false) {
      isLost = losing;
      reads.flush();
      for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
      isLost = false;
    },
    sync() {
      const answer = testSnapshot([server.conversation]);
      store.setState((state) => mergeSync(state, answer, state));
    },
  };
}

/** What a device shows of the conversation, of all together, and whether it lists it among what is unread. */
function shown(state: ChatState) {
  const conversation = state.conversations[channelId] ?? expect.fail('It is gone');
  const { unread, mentions, lastReadSeq, readVersion, muted, skipped, mentioned } = conversation;
  const total = totalAttention(state.conversations);
  const isListed =
    conversation.kind === 'thread'
      ? unreadThreads(state).includes(conversation)
      : attentionOf(conversation).isUnread;
  return { unread, mentions, lastReadSeq, readVersion, muted, skipped, mentioned, total, isListed };
}

function wanted(server: Server) {
  const { lastReadSeq, readVersion, muted, skipped, mentioned } = server.conversation;
  const counts = server.recount();
  const total = muted
    ? { forMe: 0, isUnread: false }
    : { forMe: counts.mentions, isUnread: counts.unread > 0 };
  const isListed = counts.unread > 0 && !muted;
  return { ...counts, lastReadSeq, readVersion, muted, skipped, mentioned, total, isListed };
}

type Device = ReturnType<typeof deviceOf>;

const work: Record<Deed['what'], (server: Server, device: Device, deed: Deed) => unknown> = {
  send(server, { store, reads }, { mine, mentions }) {
    if (mine) reads.written(channelId);
    const stored = server.send(mine, mentions && !mine);
    // It is acknowledged here before it is announced anywhere.
    if (mine) store.setState((state) => receive(state, channelId, [stored]));
  },
  edit: (server, _device, { at, mentions }) =>
    server.change(at, { editedAt: time, mentions: mentions ? mentionOfMe : [] }),
  delete: (server, _device, { at }) => server.change(at, { deletedAt: time, body: '', mentions: [] }),
  restore: (server, _device, { at }) => server.change(at, { deletedAt: null, body: 'again' }),
  read: (server, { reads }, { at }) => reads.mark(channelId, Math.ceil(at * server.rows.length)),
  'put back': (server, { reads }, { at }) => reads.putBack(channelId, Math.floor(at * server.rows.length)),
  mute: (server, _device, { mine }) => server.mute(mine),
  rejoin: (server) => server.rejoin(),
  flush: (_server, device, { mine, at }) => device.flush(mine && at < 0.3),
  deliver: (_server, device) => device.apply(device.deliver(false)),
  'deliver late': (_server, device) => device.apply(device.deliver(true)),
  lose: (_server, device) => device.drop(),
  sync: (_server, device) => device.sync(),
};

/** Runs a history; then each device sends what it has to say, and hears what is on its way. */
async function devicesAfter(server: Server, deeds: readonly Deed[]): Promise<Device[]> {
  const all = Array.from({ length: devices }, (_, index) => deviceOf(server, index));
  for (const item of deeds) {
    const device = all[item.device];
    if (device) await work[item.what](server, device, item);
  }
  for (const device of all) await device.flush();
  for (const device of all)
    for (let event = device.deliver(false); event; event = device.deliver(false)) device.apply(event);
  return all;
}

const deeds = fc.array(deed, { maxLength: 40 });
const inOrder = deeds.map((list) =>
  list.filter(({ what }) => what !== 'lose' && what !== 'deliver late' && what !== 'sync'),
);

describe('what is unread, on three devices', () => {
  it.each<Kind>(['public', 'direct', 'thread'])(
    'is what a recount says, %s, after whatever was late, swapped and lost, and one answer of sync',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(deeds, async (list) => {
          const server = new Server(kind);
          for (const { store, sync } of await devicesAfter(server, list)) {
            sync();
            expect(shown(store.getState())).toEqual(wanted(server));
          }
        }),
        { numRuns: 1_500 },
      );
    },
  );

  it.each<Kind>(['public', 'thread'])(
    'is what a recount says as soon as everything was heard, in its order, however late, %s',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(inOrder, async (list) => {
          const server = new Server(kind);
          for (const { store } of await devicesAfter(server, list))
            expect(shown(store.getState())).toEqual(wanted(server));
        }),
        { numRuns: 1_500 },
      );
    },
  );
});
