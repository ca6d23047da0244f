import type { OperationName } from '#contract/operations.ts';
import { type Cases, cursorOf, hidden, inSecret } from './case.ts';
import { NOBODY } from './world.ts';

/** Cases of what is pinned, and what is saved for later. */
export const keptCases = {
  'message:pin': {
    as: 'ben',
    good: [({ message }) => ({ messageId: message.id }), ({ message }) => ({ messageId: message.id })],
    refused: [
      ["in another's private conversation", 'cy', ({ message }) => ({ messageId: message.id }), 'not_found'],
      ["in a thread of another's conversation", 'cy', ({ reply }) => ({ messageId: reply.id }), 'not_found'],
    ],
  },
  'message:unpin': {
    as: 'ben',
    good: [({ message }) => ({ messageId: message.id }), ({ message }) => ({ messageId: message.id })],
    refused: [
      ["in another's private conversation", 'cy', ({ message }) => ({ messageId: message.id }), 'not_found'],
    ],
  },
  'pin:list': {
    as: 'ben',
    good: [inSecret, ({ open }) => ({ conversationId: open.id, limit: 1, cursor: cursorOf('') })],
    refused: [
      hidden(),
      ['an invented cursor', 'ben', (world) => ({ ...inSecret(world), cursor: 'here' }), 'invalid', 'cursor'],
      ['too large a page', 'ben', (world) => ({ ...inSecret(world), limit: 101 }), 'invalid', 'limit'],
    ],
  },
  'message:save': {
    as: 'ben',
    mayBeNull: 'remindAt',
    good: [
      ({ message }) => ({ messageId: message.id }),
      ({ message }) => ({ messageId: message.id, remindAt: '2026-12-01T09:00:00.000Z' }),
      ({ message }) => ({ messageId: message.id, remindAt: '1970-01-01T01:00:00+01:00' }),
      ({ reply }) => ({ messageId: reply.id, remindAt: null }),
    ],
    refused: [
      ["in another's private conversation", 'cy', ({ message }) => ({ messageId: message.id }), 'not_found'],
      [
        'no time',
        'ben',
        ({ message }) => ({ messageId: message.id, remindAt: 'soon' }),
        'invalid',
        'remindAt',
      ],
      [
        'a time before all calendars',
        'ben',
        ({ message }) => ({ messageId: message.id, remindAt: '0000-01-01T00:00:00Z' }),
        'invalid',
        'remindAt',
      ],
    ],
  },
  'message:unsave': {
    as: 'ben',
    good: [({ message }) => ({ messageId: message.id }), ({ message }) => ({ messageId: message.id })],
    refused: [
      ["in another's private conversation", 'cy', ({ message }) => ({ messageId: message.id }), 'not_found'],
    ],
  },
  'saved:list': {
    as: 'ben',
    good: [() => ({}), () => ({ limit: 1, cursor: cursorOf('') })],
    refused: [
      ['an invented cursor', 'ben', () => ({ cursor: 'here' }), 'invalid', 'cursor'],
      ['too large a page', 'ben', () => ({ limit: 101 }), 'invalid', 'limit'],
    ],
  },
  'saved:among': {
    as: 'ben',
    good: [({ message }) => ({ messageIds: [message.id, NOBODY] })],
    refused: [
      [
        'too many',
        'ben',
        ({ message }) => ({ messageIds: Array.from({ length: 101 }, () => message.id) }),
        'invalid',
        'messageIds',
      ],
    ],
  },
  'saved:summary': { as: 'ben', good: [() => ({})] },
} as const satisfies Partial<Record<OperationName, Cases>>;
