import { expect, test } from 'vitest';
import { asksForReader } from '#contract/asking.ts';
import type { MyConversation } from '#contract/conversations.ts';
import { notifyLevel } from '#contract/notifications.ts';
import { alertingOf, deletedOf, newsBetween } from './news.ts';

const conversation = { joined: true, archivedAt: null, muted: false, level: 'all', unread: 3, mentions: 1 };
const kinds = ['public', 'private', 'direct', 'thread'] as const;

test('a page alerts to what the server would push, as the rule of the contract says it', () => {
  for (const kind of kinds)
    for (const level of notifyLevel.options)
      for (const muted of [false, true]) {
        // Everything in a direct conversation asks for its reader.
        const mentions = kind === 'direct' ? 3 : 1;
        const alerting = alertingOf({ ...conversation, kind, level, muted, mentions } as MyConversation);
        const asking = [true, false, false].filter((isMention) =>
          asksForReader({ kind, level, muted }, isMention),
        );
        expect({ kind, level, muted, alerting }).toEqual({ kind, level, muted, alerting: asking.length });
      }
});

test('what one has left or what is archived alerts to nothing', () => {
  for (const gone of [{ joined: false }, { archivedAt: '2026-01-01T00:00:00.000Z' }])
    expect(alertingOf({ ...conversation, kind: 'direct', ...gone } as MyConversation)).toBe(0);
});

test('there is news where there is more than before, and what is gone was read', () => {
  const before = new Map([
    ['a', 1],
    ['b', 2],
    ['c', 1],
  ]);
  const after = new Map([
    ['a', 2],
    ['b', 1],
    ['d', 1],
  ]);
  expect(newsBetween(before, after)).toEqual({ more: ['a', 'd'], read: ['c'] });
});

test('an alert whose message was deleted is over, one of another message is not', () => {
  const shown = new Map([
    ['one', 4],
    ['other', 2],
    ['never opened', 1],
  ]);
  const messages = [
    { seq: 2, deletedAt: null },
    { seq: 4, deletedAt: '2026-01-01T00:00:00.000Z' },
  ];
  const timelines = { one: { messages }, other: { messages } };
  expect(deletedOf(shown, { timelines })).toEqual(['one']);
});
