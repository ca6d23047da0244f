import type { Conversation } from '#contract/conversations.ts';
import { Refusal } from '#contract/errors.ts';
import { conversationId, userId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { type ReadPosition, type ReadState, readState } from '#contract/reads.ts';
import {
  channelId,
  meId,
  testConversation,
  testFile,
  testId,
  testMessage,
  testMyConversation,
} from '#state/nouns/fixtures.ts';
import { withReaction } from '#state/nouns/reactions.ts';

export const threadId = testId(2, 9);
const time = (count: number) => new Date(Date.UTC(2026, 0, 3) + count).toISOString();

/** What the server announces. */
export type Announced = { changes: Message } | { read: ReadState } | { facts: Conversation };

/** A conversation as the server has it, and where I have read to. */
export class Room {
  readonly id: string;
  readonly rows: Message[] = [];
  version = 0;
  lastReadSeq = 0;
  readVersion = 0;
  /** How often its count of pins has changed. */
  #counted = 0;
  readonly #announce: (what: Announced) => void;

  constructor(id: string, announce: (what: Announced) => void) {
    this.id = id;
    this.#announce = announce;
  }

  /** What is the same for everybody. */
  get #facts() {
    const { id, version, rows } = this;
    const hung = id === threadId ? { kind: 'thread', name: null, parentId: channelId, rootSeq: 1 } : {};
    const pinCount = rows.filter(({ pin }) => pin !== null).length;
    return { id, ...hung, lastSeq: rows.length, version, pinCount, updatedAt: time(this.#counted) };
  }

  get conversation() {
    const { lastReadSeq, readVersion } = this;
    const isSkipped = ({ seq, authorId, deletedAt }: Message) =>
      seq > lastReadSeq && (authorId === meId || deletedAt !== null);
    return testMyConversation({
      ...{ ...this.#facts, lastReadSeq, readVersion },
      skipped: this.rows.filter(isSkipped).map(({ seq }) => seq),
    });
  }

  get readState(): ReadState {
    const { id, version, lastReadSeq: seq, ...read } = this.conversation;
    const { readVersion, skipped, mentioned, unread, mentions } = read;
    return readState.parse({
      ...{ conversationId: id, seq, version },
      ...{ readVersion, skipped, mentioned, unread, mentions },
    });
  }

  commit(message: Message): Message {
    this.version += 1;
    const stored = { ...message, version: this.version };
    const wasPinned = (this.rows[message.seq - 1]?.pin ?? null) !== null;
    this.rows[message.seq - 1] = stored;
    this.#announce({ changes: stored });
    if (wasPinned === (stored.pin !== null)) return stored;
    this.#counted += 1;
    this.#announce({ facts: testConversation(this.#facts) });
    return stored;
  }

  /** The same clientId again is the message that is there. */
  send(
    authorId: string,
    { clientId, body, fileIds = [] }: { clientId: string; body: string; fileIds?: string[] },
  ): Message {
    const known = this.rows.find((row) => row.clientId === clientId);
    if (known) return known;
    const seq = this.rows.length + 1;
    const id = testId(this.id === threadId ? 7 : 3, seq) as Message['id'];
    const files = fileIds.map((file) => testFile(file));
    const sent = { ...testMessage(seq, seq, { authorId, clientId }), body, id, files };
    const stored = this.commit({ ...sent, conversationId: conversationId.parse(this.id) });
    if (authorId !== meId) return stored;
    const wasBack = this.readVersion % 2 === 1;
    this.lastReadSeq = seq;
    if (wasBack) this.readVersion += 1;
    if (wasBack) this.#announce({ read: this.readState });
    return stored;
  }

  edit(row: Message, { body, basedOn }: { body: string; basedOn?: unknown }): Message {
    if (row.deletedAt) throw new Refusal('conflict', 'This message has been deleted.');
    if (row.body === body) return row;
    if (basedOn !== undefined && basedOn !== (row.editedAt ?? row.createdAt))
      throw new Refusal('conflict', 'This message was edited elsewhere meanwhile.');
    return this.commit({ ...row, body, editedAt: time(this.version) });
  }

  /** What it held stays aside, for its coming back. */
  delete(row: Message): Message {
    if (row.deletedAt) return row;
    this.#aside.set(row.id, row);
    return this.commit({
      ...row,
      body: '',
      reactions: [],
      files: [],
      pin: null,
      deletedAt: time(this.version),
    });
  }
  readonly #aside = new Map<string, Message>();

  restore(row: Message): Message {
    const held = this.#aside.get(row.id);
    if (!row.deletedAt || !held) return row;
    const { body, reactions, files } = held;
    return this.commit({ ...row, body, reactions, files, deletedAt: null });
  }

  react(row: Message, by: string, emoji: string, given: boolean): Message {
    if (row.deletedAt) throw new Refusal('conflict', 'This message has been deleted.');
    const reactions = withReaction(row.reactions, emoji, userId.parse(by), given);
    return reactions === row.reactions ? row : this.commit({ ...row, reactions });
  }

  pin(row: Message, by: string, given: boolean): Message {
    if (row.deletedAt && given) throw new Refusal('conflict', 'This message has been deleted.');
    if (given === (row.pin !== null)) return row;
    return this.commit({ ...row, pin: given ? { byId: userId.parse(by), at: time(this.version) } : null });
  }

  /** As server/domain/reads.ts. */
  read({ seq: wanted, onlyForward, readVersion }: ReadPosition): ReadState {
    const seq = Math.min(wanted, this.rows.length);
    const isKnown = readVersion === undefined || readVersion === this.readVersion;
    if (isKnown && seq < this.lastReadSeq && !onlyForward) this.readVersion += 1 + (this.readVersion % 2);
    if (isKnown && (seq > this.lastReadSeq || !onlyForward)) this.lastReadSeq = seq;
    this.#announce({ read: this.readState });
    return this.readState;
  }
}

/** A channel and the thread of its first message, whose replies that message counts. */
export class OutboxModel {
  readonly rooms: Record<string, Room>;
  readonly channel: Room;
  readonly thread: Room;

  constructor(announce: (what: Announced) => void) {
    this.channel = new Room(channelId, announce);
    this.thread = new Room(threadId, announce);
    this.rooms = { [channelId]: this.channel, [threadId]: this.thread };
  }

  find(id: unknown): { room: Room; row: Message } {
    for (const room of [this.channel, this.thread]) {
      const row = room.rows.find((item) => item.id === id);
      if (row) return { room, row };
    }
    throw new Refusal('not_found', 'There is no such message.');
  }

  /** Says at the root what its thread has become; after every change of a reply that it counts. */
  count(): void {
    const [root] = this.channel.rows;
    const there = this.thread.rows.filter(({ deletedAt }) => deletedAt === null);
    if (!root || this.thread.rows.length === 0 || root.thread?.replyCount === there.length) return;
    const lastAuthorIds = [...new Set(there.map(({ authorId }) => authorId).reverse())].slice(0, 3);
    const thread = { id: conversationId.parse(threadId), replyCount: there.length, lastAuthorIds };
    this.channel.commit({ ...root, thread: { ...thread, lastReplyAt: there.at(-1)?.createdAt ?? null } });
  }
}
