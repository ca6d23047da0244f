import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, cursorOf, inSecret, long } from './case.ts';
import { NOBODY } from './world.ts';

const timeCursor = () =>
  Buffer.from(JSON.stringify(['2026-01-01T00:00:00.000Z', NOBODY])).toString('base64url');

/** Cases of what owners and admins do with the workspace. */
export const officeCases = {
  'audit:list': {
    as: 'ada',
    good: [
      () => ({}),
      () => ({ limit: 1, cursor: timeCursor(), action: 'user.role', actorId: NOBODY, targetId: NOBODY }),
      () => ({ after: '2026-01-01T00:00:00Z', before: '2026-12-31T00:00:00+01:00' }),
    ],
    refused: [
      ['a member', 'ben', () => ({}), 'forbidden'],
      ['another action', 'ada', () => ({ action: 'user.born' }), 'invalid', 'action'],
      ['a time before all', 'ada', () => ({ before: '0000-01-01T00:00:00Z' }), 'invalid', 'before'],
      ['an invented cursor', 'ada', () => ({ cursor: cursorOf('soon') }), 'invalid', 'cursor'],
      ['too large a page', 'ada', () => ({ limit: limits.page + 1 }), 'invalid', 'limit'],
    ],
  },
  'channel:list': {
    as: 'ada',
    good: [() => ({}), () => ({ q: 'e', limit: 1, cursor: cursorOf(''), state: 'ownerless' })],
    refused: [
      ['a member', 'ben', () => ({}), 'forbidden'],
      ['another state', 'ada', () => ({ state: 'lost' }), 'invalid', 'state'],
      ['a long search', 'ada', () => ({ q: long(limits.searchText) }), 'invalid', 'q'],
      ['an invented cursor', 'ada', () => ({ cursor: 'bm90aGluZw' }), 'invalid', 'cursor'],
    ],
  },
  'channel:update': {
    as: 'ada',
    good: [
      ({ managed }) => ({ conversationId: managed.id, name: ' Managed things ' }),
      ({ managed }) => ({ conversationId: managed.id, isDefault: true }),
      ({ managed }) => ({ conversationId: managed.id, isDefault: false, archived: true }),
      ({ managed }) => ({ conversationId: managed.id, archived: false }),
    ],
    refused: [
      ['a member', 'ben', ({ open }) => ({ conversationId: open.id, archived: true }), 'forbidden'],
      ['nothing', 'ada', ({ open }) => ({ conversationId: open.id }), 'invalid', 'name'],
      [
        'a direct conversation',
        'ada',
        ({ direct }) => ({ conversationId: direct.id, name: 'x' }),
        'not_found',
      ],
      [
        'a taken name',
        'ada',
        ({ open }) => ({ conversationId: open.id, name: 'General' }),
        'conflict',
        'name',
      ],
      [
        'a private channel for newcomers',
        'ada',
        (world) => ({ ...inSecret(world), isDefault: true }),
        'conflict',
      ],
      [
        'no channel for newcomers',
        'ada',
        ({ general }) => ({ conversationId: general.id, isDefault: false }),
        'conflict',
      ],
      [
        'archiving a default channel',
        'ada',
        ({ general }) => ({ conversationId: general.id, archived: true }),
        'conflict',
      ],
    ],
  },
  'channel:take-over': {
    as: 'ada',
    // It is hers: nothing changes.
    good: [({ open }) => ({ conversationId: open.id })],
    refused: [['a member', 'ben', ({ open }) => ({ conversationId: open.id }), 'forbidden']],
  },
  'channel:delete': {
    as: 'ada',
    good: [({ managed }) => ({ conversationId: managed.id })],
    refused: [
      ['a member', 'ben', ({ open }) => ({ conversationId: open.id }), 'forbidden'],
      ['a default channel', 'ada', ({ general }) => ({ conversationId: general.id }), 'conflict'],
    ],
  },
  'deletion:list': { as: 'ada', good: [() => ({})], refused: [['a member', 'ben', () => ({}), 'forbidden']] },
  'person:list': {
    as: 'ada',
    good: [
      () => ({}),
      () => ({ q: 'example', role: 'member', state: 'active', limit: 1, cursor: cursorOf('') }),
    ],
    refused: [
      ['a member', 'ben', () => ({}), 'forbidden'],
      ['another role', 'ada', () => ({ role: 'king' }), 'invalid', 'role'],
      ['another state', 'ada', () => ({ state: 'tired' }), 'invalid', 'state'],
      ['an invented cursor', 'ada', () => ({ cursor: 'bm90aGluZw' }), 'invalid', 'cursor'],
    ],
  },
  'report:create': {
    as: 'ben',
    good: [
      ({ message }) => ({ messageId: message.id, reason: 'spam', words: 'Look at this' }),
      ({ message }) => ({ messageId: message.id, reason: 'spam' }),
    ],
    statuses: [201, 200],
    refused: [
      [
        "a message in another's private conversation",
        'cy',
        ({ message }) => ({ messageId: message.id, reason: 'spam' }),
        'not_found',
      ],
      ["one's own message", 'ada', ({ message }) => ({ messageId: message.id, reason: 'spam' }), 'conflict'],
      [
        'another reason',
        'ben',
        ({ message }) => ({ messageId: message.id, reason: 'boredom' }),
        'invalid',
        'reason',
      ],
      [
        'many words',
        'ben',
        ({ message }) => ({ messageId: message.id, reason: 'spam', words: long(limits.reportWords) }),
        'invalid',
        'words',
      ],
    ],
  },
  'report:list': {
    as: 'ada',
    good: [() => ({}), () => ({ closed: true, limit: 1, cursor: timeCursor() })],
    refused: [
      ['a member', 'ben', () => ({}), 'forbidden'],
      ['an invented cursor', 'ada', () => ({ cursor: cursorOf('soon') }), 'invalid', 'cursor'],
    ],
  },
  'report:summary': {
    as: 'ada',
    good: [() => ({})],
    refused: [['a member', 'ben', () => ({}), 'forbidden']],
  },
  'report:close': {
    as: 'ada',
    good: [
      ({ report }) => ({ id: report.id, measures: [] }),
      ({ report }) => ({ id: report.id, measures: [] }),
    ],
    refused: [
      ['a member', 'ben', ({ report }) => ({ id: report.id, measures: [] }), 'forbidden'],
      [
        'another measure',
        'ada',
        ({ report }) => ({ id: report.id, measures: ['shout'] }),
        'invalid',
        'measures.0',
      ],
      [
        'a warning without words',
        'ada',
        ({ report }) => ({ id: report.id, measures: ['warn'] }),
        'invalid',
        'warning',
      ],
      [
        'many words',
        'ada',
        ({ report }) => ({ id: report.id, measures: [], warning: long(limits.warning) }),
        'invalid',
        'warning',
      ],
    ],
  },
  'usage:get': { as: 'ada', good: [() => ({})], refused: [['a member', 'ben', () => ({}), 'forbidden']] },
} as const satisfies Partial<Record<OperationName, Cases>>;
