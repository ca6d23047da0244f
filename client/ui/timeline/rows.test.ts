import { expect, test } from 'vitest';
import { testMessage } from '#state/nouns/fixtures.ts';
import type { PendingMessage } from '#state/nouns/state.ts';
import { daysOf } from './rows.ts';

const uuid = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const ada = uuid(901);
const grace = uuid(902);

const message = (seq: number, authorId: string, createdAt: string) =>
  testMessage(seq, seq, { authorId, createdAt });

const usual = { pending: [], myId: ada, newLineSeq: null, timeZone: 'UTC' };

test('messages of one person within five minutes share a head', () => {
  const messages = [
    message(1, ada, '2026-03-02T10:00:00.000Z'),
    message(2, ada, '2026-03-02T10:04:59.000Z'),
    message(3, ada, '2026-03-02T10:09:59.000Z'),
    message(4, grace, '2026-03-02T10:10:00.000Z'),
  ];
  const [day] = daysOf({ ...usual, messages });
  expect(day?.rows.map((row) => row.head)).toEqual([true, false, true, true]);
});

test('a day begins at midnight where the reader is', () => {
  const messages = [message(1, ada, '2026-03-02T23:59:00.000Z'), message(2, ada, '2026-03-03T00:01:00.000Z')];
  expect(daysOf({ ...usual, messages }).map((day) => day.rows.length)).toEqual([1, 1]);
  expect(daysOf({ ...usual, messages, timeZone: 'Asia/Tokyo' }).map((day) => day.rows.length)).toEqual([2]);
});

test('the line stands above the first unread message, which has a head of its own', () => {
  const messages = [message(7, ada, '2026-03-02T10:00:00.000Z'), message(8, ada, '2026-03-02T10:00:01.000Z')];
  const [day] = daysOf({ ...usual, messages, newLineSeq: 7 });
  expect(day?.rows.map(({ isNew, head }) => [isNew, head])).toEqual([
    [false, true],
    [true, true],
  ]);
});

test('the timeline opens at some of what is unread', () => {
  const messages = Array.from({ length: 20 }, (_, index) =>
    message(index + 1, ada, '2026-03-02T10:00:00.000Z'),
  );
  const opensAt = (newLineSeq: number | null) =>
    daysOf({ ...usual, messages, newLineSeq })[0]?.rows.findIndex((row) => row.opens);
  expect([opensAt(null), opensAt(4), opensAt(18)]).toEqual([-1, 11, 19]);
});

test('a message on its way stands once, also when it has just arrived', () => {
  const sent = message(1, ada, '2026-03-02T10:00:00.000Z');
  const pending: PendingMessage = {
    clientId: uuid(500),
    conversationId: sent.conversationId,
    body: 'on its way',
    createdAt: '2026-03-02T10:00:05.000Z',
    state: 'sending',
    reason: null,
  };
  const keys = (waiting: PendingMessage[]) =>
    daysOf({ ...usual, messages: [sent], pending: waiting }).flatMap((day) => day.rows.map((row) => row.key));
  expect(keys([pending])).toEqual([sent.clientId, pending.clientId]);
  expect(keys([{ ...pending, clientId: sent.clientId }])).toEqual([sent.clientId]);
});

/** How many facts of messages are looked at to group so many of them, one of them being the first unread. */
function looksAt(count: number): number {
  let looks = 0;
  const messages = Array.from(
    { length: count },
    (_, index) =>
      new Proxy(message(index + 1, index % 3 ? ada : grace, new Date(index * 3_600_000).toISOString()), {
        get(target, fact, receiver) {
          looks += 1;
          return Reflect.get(target, fact, receiver);
        },
      }),
  );
  daysOf({ ...usual, messages, newLineSeq: Math.floor(count / 2) });
  return looks;
}

test('twice as many messages are twice the work', () => {
  expect(looksAt(400)).toBeLessThanOrEqual(2 * looksAt(200) + 10);
  expect(looksAt(1_600)).toBeLessThanOrEqual(2 * looksAt(800) + 10);
});
