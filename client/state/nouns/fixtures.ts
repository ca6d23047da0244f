import { conversation, myConversation } from '#contract/conversations.ts';
import { type MessageFile, messageFile } from '#contract/files.ts';
import { userId } from '#contract/ids.ts';
import { type Message, message } from '#contract/messages.ts';
import { syncSnapshot } from '#contract/sync.ts';
import { readingAsTold } from './reads.ts';
import { initialState } from './snapshot.ts';
import {
  type ChatState,
  type ConversationParts,
  type PartKind,
  type PendingChange,
  type PendingFile,
  type PendingMessage,
  partKinds,
} from './state.ts';
import { newTimeline } from './timeline.ts';

/** Made-up facts for the tests of this folder, valid by the contract. */
const time = '2026-01-02T03:04:05.000Z';

/** The n-th id of a kind. */
export function testId(kind: number, n: number): string {
  return `0000000${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export const meId = testId(1, 1);
export const otherId = testId(1, 2);
export const channelId = testId(2, 1);

/** The message at a `seq`, as it was at a version: the one place that writes its shape by hand. */
export function testMessage(
  seq: number,
  version: number,
  facts: { authorId?: string; clientId?: string; createdAt?: string } = {},
): Message {
  return message.parse({
    id: testId(3, seq),
    conversationId: channelId,
    seq,
    version,
    authorId: otherId,
    clientId: testId(4, seq),
    body: `message ${seq}, version ${version}`,
    mentions: [],
    thread: null,
    inThread: null,
    reactions: [],
    pin: null,
    files: [],
    previews: [],
    poll: null,
    notice: null,
    createdAt: time,
    editedAt: null,
    deletedAt: null,
    ...facts,
  });
}

const facts = {
  id: channelId,
  kind: 'public',
  name: 'general',
  topic: '',
  description: '',
  archivedAt: null,
  memberCount: 2,
  memberIds: null,
  parentId: null,
  rootSeq: null,
  createdBy: meId,
  createdAt: time,
  updatedAt: time,
  retentionDays: null,
  firstSeq: 1,
  lastSeq: 0,
  lastMessageAt: null,
  version: 0,
  pinCount: 0,
};

/** A conversation as everyone is told of it. */
export function testConversation(changes: Record<string, unknown> = {}) {
  return conversation.parse({ ...facts, ...changes });
}

/** The same with what is mine about it. */
export function testMyConversation(changes: Record<string, unknown> = {}) {
  const unreadNow = {
    lastReadSeq: 0,
    readVersion: 0,
    skipped: [] as number[],
    mentioned: [],
    unread: 0,
    mentions: 0,
  };
  const notify = { level: 'all', muted: false, notifyVersion: 0 };
  const own = { ...facts, ...unreadNow, ...notify, joined: true, joinedAt: time, may: [], ...changes };
  return myConversation.parse({ ...own, unread: own.lastSeq - own.lastReadSeq - own.skipped.length });
}

export function testSnapshot(conversations = [testMyConversation()]) {
  const profile = { title: '', status: null, timeZone: '', quietUntil: null, pictureId: null };
  const common = { kind: 'person', role: 'member', state: 'active', ...profile, createdAt: time };
  return syncSnapshot.parse({
    me: {
      ...common,
      id: meId,
      name: 'Ada',
      handle: 'ada',
      email: 'ada@example.com',
      hidesPreviews: false,
      may: [],
    },
    workspace: { name: 'Test', openSignUp: true, retentionDays: null, pictureId: null, empty: false },
    conversations,
    conversationIds: conversations.filter(({ kind }) => kind !== 'thread').map(({ id }) => id),
    threadIds: conversations
      .filter(({ kind, unread }) => kind === 'thread' && unread > 0)
      .map(({ id }) => id),
    sidebar: { version: 0, sections: [], starred: [] },
    saved: { count: 0, due: 0, nextAt: null, scheduled: 0, refusedScheduled: 0 },
    cursor: '',
    hasMore: false,
    users: [
      { ...common, id: meId, name: 'Ada', handle: 'ada' },
      { ...common, id: otherId, name: 'Ben', handle: 'ben' },
    ],
  });
}

/** A file of mine that waits; `count` tells several apart. */
export function testPendingFile(count: number): PendingFile {
  return { key: testId(8, count), name: `${count}.png`, type: 'image/png', bytes: count, alt: '' };
}

/** What the server says of such a file. */
export function testFile(id: string, changes: Partial<MessageFile> = {}): MessageFile {
  return messageFile.parse({
    id,
    ...{ name: 'one.png', type: 'image/png', kind: 'image', bytes: 1, width: 8, height: 8, duration: null },
    ...{ isAnimated: false, hasPreview: true, alt: '' },
    ...changes,
  });
}

export function testState(conversations = [testMyConversation()]): ChatState {
  return initialState(testSnapshot(conversations));
}

/** One part of each kind; a new kind does not compile until it is here. */
export function withEveryPart(state: ChatState, id: string): ChatState {
  const conversation = testMyConversation({ id });
  const parts: ConversationParts = {
    conversations: conversation,
    reads: readingAsTold(conversation, conversation.version),
    timelines: newTimeline({ version: 0, lastSeq: 0, newLineSeq: null }),
    typing: [userId.parse(otherId)],
    outbox: [testPending(1, { conversationId: id })],
    changes: [testChange(1, { conversationId: id })],
    drafts: 'unfinished',
    attached: [testPendingFile(1)],
    roots: testMessage(1, 1),
    quotes: { [`${id}:1`]: null },
    edits: { clientId: testId(4, 1), body: 'better', original: 'good', basedOn: null },
  };
  const add = (next: ChatState, kind: PartKind): ChatState =>
    Object.assign(next, { [kind]: { ...next[kind], [id]: parts[kind] } });
  return partKinds.reduce(add, { ...state });
}

/** The n-th message that waits, n below 10. */
export function testPending(n: number, changes: Partial<PendingMessage> = {}): PendingMessage {
  return {
    clientId: testId(4, n),
    conversationId: channelId,
    body: `hello ${n}`,
    createdAt: `2026-01-01T00:00:00.00${n}Z`,
    state: 'sending',
    reason: null,
    ...changes,
  };
}

/** The n-th change that waits, n below 10: of the message with `seq` n. */
export function testChange(n: number, changes: Partial<PendingChange> = {}): PendingChange {
  return {
    clientId: testId(5, n),
    conversationId: channelId,
    messageId: testId(3, n),
    seq: n,
    about: `message ${n}`,
    change: { kind: 'delete' },
    createdAt: `2026-01-01T00:00:00.00${n}Z`,
    state: 'sending',
    reason: null,
    attempted: false,
    ...changes,
  };
}
