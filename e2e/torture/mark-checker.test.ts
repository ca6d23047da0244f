import { beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '#contract/messages.ts';
import { channelId, meId, otherId, testMessage } from '#state/nouns/fixtures.ts';
import { storedDifferences } from './checker.ts';
import { createJournal, type Journal, noteIntent, notePin, noteSaved } from './journal.ts';
import { heldSavedDifferences, pinsOf, type SavedView, savedListDifferences } from './mark-checker.ts';
import type { StoredConversation, StoredSave, StoredState } from './stored-state.ts';

const time = (second: number) => `2026-01-02T03:04:0${second}.000Z`;
const far = '2999-01-02T03:04:05.006Z';
const past = '2001-02-03T04:05:06.789Z';
let journal: Journal;
let stored: StoredState;
let messages: Message[];
let channel: StoredConversation;
let saves: StoredSave[];

const at = (index: number) => messages[index] ?? expect.fail('nothing there');

/** Three messages of Ada's; she pinned the first two, the second later. Ben saved the first and then the third. */
beforeEach(() => {
  journal = createJournal();
  const pin = (second: number) => ({ byId: meId, at: time(second) }) as Message['pin'];
  messages = [1, 2, 3].map((seq) => ({
    ...testMessage(seq, seq, { authorId: meId }),
    pin: seq < 3 ? pin(seq) : null,
  }));
  for (const { id, seq, clientId, body } of messages)
    Object.assign(
      noteIntent(journal, { clientId, body, conversationId: channelId, authorId: meId, sender: 'live-1' }),
      { acknowledged: true, position: { id, seq } },
    );
  notePin(journal, at(0).id, meId);
  notePin(journal, at(1).id, meId);
  noteSaved(journal, { userId: otherId, messageId: at(0).id, isSaved: true, remindAt: past });
  noteSaved(journal, { userId: otherId, messageId: at(1).id, isSaved: true, remindAt: past });
  noteSaved(journal, { userId: otherId, messageId: at(1).id, isSaved: false });
  noteSaved(journal, { userId: otherId, messageId: at(2).id, isSaved: true, remindAt: far });
  // Left out, the reminder stays.
  noteSaved(journal, { userId: otherId, messageId: at(2).id, isSaved: true });
  saves = [
    { messageId: at(2).id, savedAt: time(2), remindAt: far },
    { messageId: at(0).id, savedAt: time(1), remindAt: past },
  ];
  channel = {
    ...{ id: channelId, kind: 'private', parentId: null, rootSeq: null, lastSeq: 3, version: 3 },
    ...{ pinCount: 2, archivedAt: null, lastReadSeq: new Map() },
  };
  stored = {
    conversations: new Map([[channelId, channel]]),
    messages: new Map([[channelId, messages]]),
    saved: new Map([[otherId, saves]]),
  };
});

const differences = () => [...storedDifferences(journal, stored)];

test('what was marked and is marked so differs in nothing', () => {
  expect(differences()).toEqual([]);
});

const planted: [name: string, fault: () => unknown, sentence: RegExp][] = [
  [
    'a pin that is lost',
    () => Object.assign(at(0), { pin: null }),
    /^Seq 1 .* was pinned, with an acknowledgement, and is not\.$/,
  ],
  [
    'a pin that came back',
    () => notePin(journal, at(1).id, null),
    /^Seq 2 .* is pinned, and nobody asked for that\.$/,
  ],
  [
    'a pin of another user',
    () => Object.assign(at(0).pin ?? {}, { byId: otherId }),
    /^Seq 1 .* was pinned by \S+, and says that \S+ did it\.$/,
  ],
  [
    'a pin on what is deleted',
    () => Object.assign(at(0), { deletedAt: time(3) }),
    /^Seq 1 .* is deleted, and is pinned\.$/,
  ],
  [
    'a count of pins that is too high',
    () => Object.assign(channel, { pinCount: 3 }),
    /says that 3 of its messages are pinned, and 2 are\.$/,
  ],
  [
    'a saved message that is lost',
    () => saves.pop(),
    /was saved, with an acknowledgement, and is not there\.$/,
  ],
  [
    'a saved message that was removed',
    () => saves.push({ messageId: at(1).id, savedAt: time(1), remindAt: null }),
    /was removed, with an acknowledgement, and is still there\.$/,
  ],
  [
    'a saved message of somebody who saved nothing',
    () => stored.saved.set(meId, [{ messageId: at(1).id, savedAt: time(1), remindAt: null }]),
    /is there, and nobody asked for that\.$/,
  ],
  [
    'another reminder',
    () => Object.assign(saves[0] ?? {}, { remindAt: null }),
    /has the reminder null, and the last acknowledged one is 2999/,
  ],
  [
    'a channel that is archived no more',
    () => journal.archived.set(channelId, true),
    /was archived, with an acknowledgement, and is not\.$/,
  ],
  [
    'a channel that nobody archived',
    () => Object.assign(channel, { archivedAt: time(1) }),
    /is archived, and the last acknowledgement is that it is not\.$/,
  ],
];

test.each(planted)('%s is reported', (_name, fault, sentence) => {
  fault();
  expect(differences()).toContainEqual(expect.stringMatching(sentence));
});

describe('a client', () => {
  const none = { scheduled: 0, refusedScheduled: 0 };
  function held(): Pick<SavedView, 'saved' | 'timelines'> {
    const marks = Object.fromEntries(saves.map(({ messageId, ...mark }) => [messageId, mark]));
    return {
      saved: { ...none, count: 2, due: 1, nextAt: far, marks },
      timelines: { [channelId]: { messages } },
    };
  }
  const compare = (view: ReturnType<typeof held>) => [
    ...heldSavedDifferences({ name: 'live-2', userId: otherId, ...view }, stored.saved),
  ];

  test('that holds what was saved differs in nothing', () => {
    expect(compare(held())).toEqual([]);
  });

  test.each([
    ['counts another number', { count: 3 }, /^live-2 holds count 3 of what is saved, and the database 2\.$/],
    ['believes something to be due', { due: 2 }, /^live-2 holds due 2 .* database 1\.$/],
    ['waits for another time', { nextAt: null }, /^live-2 holds nextAt null .* database 2999/],
    ['has lost its marks', { marks: {} }, /^live-2 holds nothing for what is saved of the message/],
  ])('that %s is reported', (_, wrong, sentence) => {
    const view = held();
    expect(compare({ ...view, saved: { ...view.saved, ...wrong } })).toContainEqual(
      expect.stringMatching(sentence),
    );
  });

  test('that marks what is not saved is reported', () => {
    const view = held();
    Object.assign(view.saved.marks, { [at(1).id]: { savedAt: time(1), remindAt: null } });
    expect(compare(view)).toEqual([expect.stringMatching(/and the database nothing\.$/)]);
  });

  test('that lists what is saved in another order, or not all of it, is reported', () => {
    const listed = saves.map((save) => ({
      ...{ savedAt: save.savedAt, remindAt: save.remindAt },
      message: messages.find(({ id }) => id === save.messageId) ?? expect.fail('nothing there'),
    }));
    const list = (items: typeof listed) => [...savedListDifferences('live-2', items, saves)];
    expect(list(listed)).toEqual([]);
    expect(list(listed.toReversed())).toEqual([
      expect.stringMatching(/^The list of what live-2 saved holds .* where/),
    ]);
    expect(list(listed.slice(1))).toEqual([expect.stringMatching(/holds 1, and the database 2\.$/)]);
  });

  test('is listed pins by the time of pinning, the latest first', () => {
    expect(pinsOf(messages).map(({ seq }) => seq)).toEqual([2, 1]);
  });
});
