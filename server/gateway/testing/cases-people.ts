import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, cursorOf, long } from './case.ts';
import { NOBODY } from './world.ts';

/** Cases of the workspace, its people and their presence. */
export const peopleCases = {
  'workspace:get': { as: 'cy', good: [() => ({})] },
  'workspace:update': {
    as: 'ada',
    good: [() => ({ name: 'Works', openSignUp: true })],
    refused: [
      ['somebody else than the owner', 'ben', () => ({ name: 'Mine' }), 'forbidden'],
      ['a long name', 'ada', () => ({ name: long(limits.workspaceName) }), 'invalid', 'name'],
    ],
  },
  'user:create': {
    as: 'ada',
    good: [() => ({ name: 'Dee', email: 'dee@example.test', password: 'a password of hers' })],
    refused: [
      [
        'a reserved handle',
        'ada',
        () => ({ name: 'E', handle: 'here', email: 'e@example.test', password: 'a password of hers' }),
        'conflict',
        'handle',
      ],
      [
        'a taken email',
        'ada',
        () => ({ name: 'B', email: 'BEN@example.test', password: 'a password of his' }),
        'conflict',
        'email',
      ],
      [
        'a common password',
        'ada',
        () => ({ name: 'E', email: 'e@example.test', password: 'password123' }),
        'invalid',
        'password',
      ],
      [
        'a short password',
        'ada',
        () => ({ name: 'E', email: 'e@example.test', password: 'short' }),
        'invalid',
        'password',
      ],
      [
        'a malformed email',
        'ada',
        () => ({ name: 'E', email: 'e at example', password: 'a password of hers' }),
        'invalid',
        'email',
      ],
      [
        'a long name',
        'ada',
        () => ({ name: long(limits.userName), email: 'e@example.test', password: 'a password of hers' }),
        'invalid',
        'name',
      ],
    ],
  },
  'user:me': { as: 'ben', good: [() => ({})] },
  'user:update': {
    as: 'ben',
    good: [() => ({ name: ' Benedict ' })],
    refused: [
      ['a long name', 'ben', () => ({ name: long(limits.userName) }), 'invalid', 'name'],
      ['a handle like another', 'ben', () => ({ handle: '\u0430da' }), 'conflict', 'handle'],
      ['a handle of two words', 'ben', () => ({ handle: 'two words' }), 'invalid', 'handle'],
      ['neither name nor handle', 'ben', () => ({}), 'invalid', 'name'],
      ['an empty name', 'ben', () => ({ name: '  ' }), 'invalid', 'name'],
    ],
  },
  'user:list': {
    as: 'ben',
    good: [() => ({ q: 'a', limit: 1 }), () => ({})],
    refused: [
      ['a long search', 'ben', () => ({ q: long(limits.searchText) }), 'invalid', 'q'],
      ['an invented cursor', 'ben', () => ({ cursor: 'bm90aGluZw' }), 'invalid', 'cursor'],
      ['a cursor that cannot be stored', 'ben', () => ({ cursor: cursorOf('\u0000') }), 'invalid', 'cursor'],
      ['too large a page', 'ben', () => ({ limit: limits.page + 1 }), 'invalid', 'limit'],
    ],
  },
  'user:get': { as: 'ben', good: [({ ada }) => ({ id: ada.id })] },
  sync: {
    as: 'ben',
    good: [() => ({}), () => ({ since: 'of another server' })],
    refused: [['a long cursor', 'ben', () => ({ since: long(limits.cursor) }), 'invalid', 'since']],
  },
  'presence:watch': {
    as: 'ben',
    good: [({ ada, cy }) => ({ userIds: [cy.id, ada.id] })],
    refused: [
      [
        'too many people',
        'ben',
        () => ({ userIds: Array.from({ length: limits.watchedUsers + 1 }, () => NOBODY) }),
        'invalid',
        'userIds',
      ],
      ['a malformed id', 'ben', () => ({ userIds: ['me'] }), 'invalid', 'userIds.0'],
    ],
  },
  'presence:set': {
    as: 'ben',
    good: [() => ({ status: 'away' })],
    refused: [['another word', 'ben', () => ({ status: 'gone' }), 'invalid', 'status']],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
