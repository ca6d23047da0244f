import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, hidden, inSecret, long } from './case.ts';
import { NOBODY } from './world.ts';

/** Cases of conversations and who is in them. */
export const conversationsCases = {
  'conversation:list': {
    as: 'cy',
    good: [() => ({ limit: 2 }), () => ({ q: 'SECRET' }), () => ({}), () => ({ archived: true })],
    refused: [
      ['an invented cursor', 'ben', () => ({ cursor: 'bm90aGluZw' }), 'invalid', 'cursor'],
      ['too small a page', 'ben', () => ({ limit: 0 }), 'invalid', 'limit'],
    ],
  },
  'conversation:create': {
    as: 'ben',
    good: [
      ({ ada }) => ({ kind: 'public', name: 'news', topic: 'What is new', memberIds: [ada.id] }),
      ({ ada }) => ({ kind: 'direct', memberIds: [ada.id] }),
      ({ cy }) => ({ kind: 'direct', memberIds: [cy.id] }),
    ],
    statuses: [201, 200, 201],
    refused: [
      ['a taken public name', 'ben', () => ({ kind: 'public', name: 'OPEN' }), 'conflict', 'name'],
      ['a channel without a name', 'ben', () => ({ kind: 'private' }), 'invalid', 'name'],
      [
        'a long name',
        'ben',
        () => ({ kind: 'public', name: long(limits.conversationName) }),
        'invalid',
        'name',
      ],
      [
        'a long topic',
        'ben',
        () => ({ kind: 'public', name: 'n', topic: long(limits.topic) }),
        'invalid',
        'topic',
      ],
      [
        'a direct one with a name',
        'ben',
        ({ ada }) => ({ kind: 'direct', name: 'n', memberIds: [ada.id] }),
        'invalid',
        'name',
      ],
      [
        'a direct one with oneself',
        'ben',
        ({ ben }) => ({ kind: 'direct', memberIds: [ben.id] }),
        'invalid',
        'memberIds',
      ],
      [
        'an unknown person',
        'ben',
        () => ({ kind: 'private', name: 'n', memberIds: [NOBODY] }),
        'invalid',
        'memberIds',
      ],
      [
        'a malformed person',
        'ben',
        () => ({ kind: 'private', name: 'n', memberIds: ['me'] }),
        'invalid',
        'memberIds.0',
      ],
    ],
  },
  'conversation:get': {
    as: 'ben',
    good: [
      inSecret,
      ({ direct }) => ({ conversationId: direct.id }),
      ({ thread }) => ({ conversationId: thread.id }),
    ],
    refused: [
      hidden(),
      ["another's thread", 'cy', ({ thread }) => ({ conversationId: thread.id }), 'not_found'],
    ],
  },
  'conversation:update': {
    as: 'ben',
    mayBeNull: 'retentionDays',
    good: [
      ({ secret }) => ({ conversationId: secret.id, name: 'hush', topic: '' }),
      ({ secret }) => ({ conversationId: secret.id, description: '# Rules\n\n- hush' }),
    ],
    refused: [
      hidden(() => ({ topic: 'mine' })),
      ['a public one not joined', 'cy', ({ open }) => ({ conversationId: open.id, topic: 'x' }), 'forbidden'],
      ['a direct one', 'ben', ({ direct }) => ({ conversationId: direct.id, topic: 'x' }), 'forbidden'],
      [
        'one of two with a name',
        'ben',
        ({ direct }) => ({ conversationId: direct.id, name: 'x' }),
        'forbidden',
      ],
      [
        'a channel without a name',
        'ben',
        ({ open }) => ({ conversationId: open.id, name: null }),
        'invalid',
        'name',
      ],
      ['a thread', 'ada', ({ thread }) => ({ conversationId: thread.id, topic: 'x' }), 'forbidden'],
      [
        'kept by somebody else than the owner',
        'ben',
        ({ open }) => ({ conversationId: open.id, retentionDays: 30 }),
        'forbidden',
      ],
      [
        'kept for less than no time',
        'ada',
        ({ open }) => ({ conversationId: open.id, retentionDays: -1 }),
        'invalid',
        'retentionDays',
      ],
      [
        'archived by somebody else than its creator',
        'ben',
        ({ open }) => ({ conversationId: open.id, archived: true }),
        'forbidden',
      ],
      [
        'the default channel archived',
        'ada',
        ({ general }) => ({ conversationId: general.id, archived: true }),
        'forbidden',
      ],
      [
        'a direct one archived',
        'ada',
        ({ direct }) => ({ conversationId: direct.id, archived: true }),
        'forbidden',
      ],
      [
        'a thread archived',
        'ada',
        ({ thread }) => ({ conversationId: thread.id, archived: true }),
        'forbidden',
      ],
      [
        'a long description',
        'ben',
        ({ open }) => ({ conversationId: open.id, description: long(limits.description) }),
        'invalid',
        'description',
      ],
      [
        'a taken name',
        'ben',
        ({ open }) => ({ conversationId: open.id, name: 'General' }),
        'conflict',
        'name',
      ],
      [
        'a long topic',
        'ben',
        ({ open }) => ({ conversationId: open.id, topic: long(limits.topic) }),
        'invalid',
        'topic',
      ],
    ],
  },
  'conversation:delete': {
    as: 'ada',
    good: [({ spareSecret }) => ({ conversationId: spareSecret.id })],
    refused: [
      hidden(),
      ['somebody else than its creator', 'ben', inSecret, 'forbidden'],
      ['the default channel', 'ada', ({ general }) => ({ conversationId: general.id }), 'forbidden'],
      ['a direct one', 'ada', ({ direct }) => ({ conversationId: direct.id }), 'forbidden'],
      ['a thread', 'ada', ({ thread }) => ({ conversationId: thread.id }), 'forbidden'],
    ],
  },
  'member:list': {
    as: 'ben',
    good: [({ secret }) => ({ conversationId: secret.id, limit: 1 }), inSecret],
    refused: [
      hidden(),
      [
        'an invented cursor',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, cursor: '[]' }),
        'invalid',
        'cursor',
      ],
    ],
  },
  'member:add': {
    as: 'ben',
    good: [
      ({ open, cy }) => ({ conversationId: open.id, userId: cy.id }),
      ({ open, cy }) => ({ conversationId: open.id, userId: cy.id }),
      ({ thread, ben }) => ({ conversationId: thread.id, userId: ben.id }),
    ],
    statuses: [201, 200, 201],
    refused: [
      hidden(({ cy }) => ({ userId: cy.id })),
      ['an unknown person', 'ben', ({ open }) => ({ conversationId: open.id, userId: NOBODY }), 'not_found'],
      [
        'a direct one',
        'ben',
        ({ direct, cy }) => ({ conversationId: direct.id, userId: cy.id }),
        'forbidden',
      ],
      [
        'to a thread',
        'ben',
        ({ thread, ada }) => ({ conversationId: thread.id, userId: ada.id }),
        'forbidden',
      ],
      [
        'by a stranger to it',
        'ben',
        ({ spare, cy }) => ({ conversationId: spare.id, userId: cy.id }),
        'forbidden',
      ],
    ],
  },
  'member:remove': {
    as: 'ada',
    good: [
      ({ open, cy }) => ({ conversationId: open.id, userId: cy.id }),
      ({ thread, ada }) => ({ conversationId: thread.id, userId: ada.id }),
    ],
    refused: [
      [
        'somebody else from a thread',
        'ada',
        ({ thread, ben }) => ({ conversationId: thread.id, userId: ben.id }),
        'forbidden',
      ],
      hidden(({ ben }) => ({ userId: ben.id })),
      [
        'by somebody else than its creator',
        'ben',
        ({ secret, ada }) => ({ conversationId: secret.id, userId: ada.id }),
        'forbidden',
      ],
      [
        'an unknown person',
        'ada',
        ({ secret }) => ({ conversationId: secret.id, userId: NOBODY }),
        'not_found',
      ],
      [
        'a direct one',
        'ada',
        ({ direct, ada }) => ({ conversationId: direct.id, userId: ada.id }),
        'forbidden',
      ],
    ],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
