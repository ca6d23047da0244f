import { beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '#contract/messages.ts';
import { channelId, meId, otherId, testId, testMessage } from '#state/nouns/fixtures.ts';
import { followedDifferences, storedDifferences } from './checker.ts';
import { createJournal, type Journal, noteIntent } from './journal.ts';
import type { StoredConversation, StoredState } from './stored-state.ts';

const threadId = testId(2, 2);
const time = (second: number) => `2026-01-02T03:04:0${second}.000Z`;
let journal: Journal;
let stored: StoredState;
let channel: Message[];
let thread: Message[];
let place: StoredConversation;

/** A root, two replies, of which the second mentions Ada and went to the channel too. Ada follows, and has read one. */
beforeEach(() => {
  const mentions = [{ text: '@ada', userId: meId }] as Message['mentions'];
  const said = (seq: number, authorId: string, facts: Partial<Message>) => ({
    ...testMessage(seq, seq, { authorId, clientId: testId(4, seq), createdAt: time(seq) }),
    ...facts,
  });
  const there = { conversationId: threadId } as Partial<Message>;
  thread = [
    said(1, meId, { ...there, clientId: testId(5, 1) as Message['clientId'], body: 'one' }),
    said(2, otherId, { ...there, clientId: testId(5, 2) as Message['clientId'], body: 'two', mentions }),
  ];
  channel = [
    said(1, meId, {
      version: 3,
      thread: { id: threadId, replyCount: 2, lastReplyAt: time(2), lastAuthorIds: [otherId, meId] },
    } as Partial<Message>),
    said(2, otherId, { body: 'two', mentions, inThread: { id: threadId, rootSeq: 1 } } as Partial<Message>),
  ];
  place = {
    ...{ id: threadId, kind: 'thread', parentId: channelId, rootSeq: 1, lastSeq: 2, version: 2 },
    ...{ pinCount: 0, archivedAt: null },
    lastReadSeq: new Map([
      [meId, 1],
      [otherId, 2],
    ]),
  };
  const parent = { id: channelId, kind: 'public', parentId: null, rootSeq: null, lastSeq: 2, version: 3 };
  stored = {
    conversations: new Map([
      [channelId, { ...parent, pinCount: 0, archivedAt: null, lastReadSeq: new Map() }],
      [threadId, place],
    ]),
    messages: new Map([
      [channelId, channel],
      [threadId, thread],
    ]),
    saved: new Map(),
  };
  journal = createJournal();
  for (const { clientId, authorId, conversationId, body, id, seq } of [...channel.slice(0, 1), ...thread])
    Object.assign(
      noteIntent(journal, {
        ...{ clientId, authorId, conversationId, body, sender: authorId },
        alsoInParent: body === 'two',
      }),
      { acknowledged: true, position: { id, seq } },
    );
});

const differences = () => [...storedDifferences(journal, stored)];

test('a thread that is as it was meant differs in nothing', () => {
  expect(differences()).toEqual([]);
});

const planted: [name: string, fault: () => void, sentence: RegExp][] = [
  [
    'a reply that is lost',
    () => stored.messages.set(threadId, thread.slice(0, 1)),
    /was acknowledged and is lost/,
  ],
  ['a gap', () => Object.assign(thread[1] ?? {}, { seq: 3 }), /has a gap or a double: seq 2 was due/],
  [
    'a reply that its root does not count',
    () => Object.assign(channel[0]?.thread ?? {}, { replyCount: 1 }),
    /^Seq 1 .* says .*"replyCount":1.* of its thread, and it is .*"replyCount":2/,
  ],
  [
    'another order of those who replied last',
    () => Object.assign(channel[0]?.thread ?? {}, { lastAuthorIds: [meId, otherId] }),
    /of its thread, and it is/,
  ],
  [
    'a root that knows no thread',
    () => Object.assign(channel[0] ?? {}, { thread: null }),
    /says null of its thread/,
  ],
  ['a thread on nothing', () => Object.assign(place, { rootSeq: 9 }), /hangs on seq 9, which is not there/],
  [
    'a copy that is lost',
    () => Object.assign(channel[1] ?? {}, { inThread: null, clientId: thread[0]?.clientId }),
    /^The copy of the message \S+ for the parent is lost/,
  ],
  [
    'a copy too many',
    () => channel.push({ ...testMessage(3, 4), ...channel[1], seq: 3, version: 4 }),
    /has 2 copies in the parent/,
  ],
  [
    'a copy that nobody meant',
    () => journal.intents.forEach((intent) => void Object.assign(intent, { alsoInParent: false })),
    /^Nobody meant to send a copy/,
  ],
];

test.each(planted)('%s is reported', (_name, fault, sentence) => {
  fault();
  expect(differences()).toContainEqual(expect.stringMatching(sentence));
});

describe('a client that follows it', () => {
  const counts = { pinCount: 0, archivedAt: null };
  const facts = { lastSeq: 2, version: 2, lastReadSeq: 1, unread: 1, mentions: 1, joined: true, ...counts };
  const compare = (conversations: Record<string, typeof facts>) => [
    ...followedDifferences({ name: 'live-1', userId: meId, conversations, timelines: {} }, stored),
  ];

  test('and holds what the database holds differs in nothing', () => {
    expect(compare({ [threadId]: facts })).toEqual([]);
  });

  test('and has read it all need not know it', () => {
    place.lastReadSeq.set(meId, 2);
    expect(compare({})).toEqual([]);
  });

  test.each([
    ['does not know it', {}, /^live-1 does not know conversation/],
    ['is behind', { [threadId]: { ...facts, lastSeq: 1 } }, /holds lastSeq 1/],
    ['read to another position', { [threadId]: { ...facts, lastReadSeq: 2 } }, /holds lastReadSeq 2/],
    ['counts another number of mentions', { [threadId]: { ...facts, mentions: 0 } }, /holds mentions 0/],
  ])('and %s is reported', (_, conversations, sentence) => {
    expect(compare(conversations)).toEqual([expect.stringMatching(sentence)]);
  });

  test('and does not follow it any more is reported', () => {
    place.lastReadSeq.delete(meId);
    expect(compare({ [threadId]: facts })).toEqual([expect.stringMatching(/believes to follow the thread/)]);
  });
});
