import { conversation, myConversation } from '#contract/conversations.ts';
import { type Message, message } from '#contract/messages.ts';
import { syncSnapshot } from '#contract/sync.ts';
import { type ChatState, initialState } from './store.ts';

/** Made-up facts for the tests of this folder, valid by the contract. */
const time = '2026-01-02T03:04:05.000Z';

/** The n-th id of a kind. */
export function testId(kind: number, n: number): string {
  return `0000000${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export const meId = testId(1, 1);
export const otherId = testId(1, 2);
export const roomId = testId(2, 1);

/** A message at a place, as it was at a version. */
export function testMessage(
  seq: number,
  version: number,
  facts: { authorId?: string; clientId?: string } = {},
): Message {
  return message.parse({
    id: testId(3, seq),
    conversationId: roomId,
    seq,
    version,
    authorId: otherId,
    clientId: testId(4, seq),
    body: `message ${seq}, version ${version}`,
    threadId: null,
    replyCount: 0,
    lastReplyAt: null,
    reactions: [],
    files: [],
    createdAt: time,
    editedAt: null,
    deletedAt: null,
    ...facts,
  });
}

const facts = {
  id: roomId,
  kind: 'public',
  name: 'general',
  topic: '',
  memberCount: 2,
  memberIds: null,
  createdBy: meId,
  createdAt: time,
  updatedAt: time,
  lastSeq: 0,
  version: 0,
};

/** A conversation as the server tells everyone. */
export function testConversation(changes: Record<string, unknown> = {}) {
  return conversation.parse({ ...facts, ...changes });
}

/** The same with my own place in it. */
export function testMyConversation(changes: Record<string, unknown> = {}) {
  const own = { ...facts, joined: true, lastReadSeq: 0, unread: 0, mentions: 0, ...changes };
  return myConversation.parse({ ...own, unread: own.lastSeq - own.lastReadSeq });
}

export function testSnapshot(conversations = [testMyConversation()]) {
  const person = { role: 'member', createdAt: time };
  return syncSnapshot.parse({
    me: { ...person, id: meId, name: 'Ada', handle: 'ada', email: 'ada@example.com' },
    workspace: { name: 'Test', openSignUp: true, empty: false },
    conversations,
    conversationIds: conversations.map((item) => item.id),
    cursor: '',
    hasMore: false,
    users: [
      { ...person, id: meId, name: 'Ada', handle: 'ada' },
      { ...person, id: otherId, name: 'Ben', handle: 'ben' },
    ],
  });
}

export function testState(conversations = [testMyConversation()]): ChatState {
  return initialState(testSnapshot(conversations));
}
