import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, cursorOf, long } from './case.ts';
import { NOBODY } from './world.ts';

const arrangement = (changes: object) => ({ basedOn: 1, starred: [], sections: [], ...changes });
const section = (n: number, changes: object = {}) => ({
  id: `019a0000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`,
  name: `section ${n}`,
  isCollapsed: false,
  conversationIds: [],
  ...changes,
});

/** Cases of the workspace, its people and their presence. */
export const peopleCases = {
  'workspace:get': { as: 'cy', good: [() => ({})] },
  'workspace:update': {
    as: 'ada',
    mayBeNull: ['retentionDays', 'editMinutes'],
    good: [() => ({ name: 'Works', openSignUp: true }), () => ({ retentionDays: null })],
    refused: [
      ['somebody else than the owner', 'ben', () => ({ name: 'Mine' }), 'forbidden'],
      ['a long name', 'ada', () => ({ name: long(limits.workspaceName) }), 'invalid', 'name'],
      ['no minutes', 'ada', () => ({ editMinutes: 0 }), 'invalid', 'editMinutes'],
      ['no days', 'ada', () => ({ retentionDays: 0 }), 'invalid', 'retentionDays'],
    ],
  },
  'workspace:settings': {
    as: 'ada',
    good: [() => ({})],
    refused: [['a member', 'ben', () => ({}), 'forbidden']],
  },
  'workspace:set-picture': {
    as: 'ada',
    mayBeNull: 'pictureId',
    // A picture is no JSON: server/gateway/files.test.ts uploads some.
    good: [() => ({ pictureId: null })],
    refused: [
      ['a member', 'ben', () => ({ pictureId: null }), 'forbidden'],
      ['an unknown picture', 'ada', () => ({ pictureId: NOBODY }), 'not_found'],
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
    mayBeNull: ['status', 'quietUntil', 'pictureId'],
    good: [
      () => ({ name: ' Benedict ' }),
      () => ({ title: ' Carpenter ', timeZone: 'europe/paris', quietUntil: null, pictureId: null }),
      () => ({ status: { emoji: '🌴', text: 'Away', until: null } }),
      () => ({ title: '', timeZone: '', status: null }),
    ],
    refused: [
      ['a long title', 'ben', () => ({ title: long(limits.userTitle) }), 'invalid', 'title'],
      ['a title that turns its direction', 'ben', () => ({ title: 'a\u202eb' }), 'invalid', 'title'],
      ['an unknown time zone', 'ben', () => ({ timeZone: 'Europe/Atlantis' }), 'invalid', 'timeZone'],
      ['an offset for a time zone', 'ben', () => ({ timeZone: '+05:30' }), 'invalid', 'timeZone'],
      ['a long time zone', 'ben', () => ({ timeZone: long(limits.timeZone) }), 'invalid', 'timeZone'],
      [
        'a status of nothing',
        'ben',
        () => ({ status: { emoji: '', text: '  ', until: null } }),
        'invalid',
        'status.text',
      ],
      [
        'a status with two emoji',
        'ben',
        () => ({ status: { emoji: '🌴🌴', text: '', until: null } }),
        'invalid',
        'status.emoji',
      ],
      [
        'a long status',
        'ben',
        () => ({ status: { emoji: '', text: long(limits.statusText), until: null } }),
        'invalid',
        'status.text',
      ],
      [
        'a status that is over',
        'ben',
        () => ({ status: { emoji: '🌴', text: '', until: '2020-01-01T00:00:00Z' } }),
        'invalid',
        'status.until',
      ],
      [
        'quiet until the past',
        'ben',
        () => ({ quietUntil: '2020-01-01T00:00:00Z' }),
        'invalid',
        'quietUntil',
      ],
      ['quiet for ever', 'ben', () => ({ quietUntil: '9999-01-01T00:00:00Z' }), 'invalid', 'quietUntil'],
      ['quiet until no time', 'ben', () => ({ quietUntil: 'tomorrow' }), 'invalid', 'quietUntil'],
      ['an unknown picture', 'ben', () => ({ pictureId: NOBODY }), 'not_found'],
      ['a long name', 'ben', () => ({ name: long(limits.userName) }), 'invalid', 'name'],
      ['a handle like another', 'ben', () => ({ handle: '\u0430da' }), 'conflict', 'handle'],
      ['a handle of two words', 'ben', () => ({ handle: 'two words' }), 'invalid', 'handle'],
      ['nothing', 'ben', () => ({}), 'invalid', 'name'],
      ['an empty name', 'ben', () => ({ name: '  ' }), 'invalid', 'name'],
    ],
  },
  'user:set-role': {
    as: 'ada',
    good: [({ fay }) => ({ id: fay.id, role: 'guest' }), ({ fay }) => ({ id: fay.id, role: 'member' })],
    refused: [
      ['somebody else than an owner', 'ben', ({ fay }) => ({ id: fay.id, role: 'guest' }), 'forbidden'],
      ['oneself', 'ada', ({ ada }) => ({ id: ada.id, role: 'member' }), 'forbidden'],
      ['another word', 'ada', ({ fay }) => ({ id: fay.id, role: 'king' }), 'invalid', 'role'],
    ],
  },
  'user:suspend': {
    as: 'ada',
    good: [({ fay }) => ({ id: fay.id }), ({ fay }) => ({ id: fay.id })],
    refused: [['somebody else than an owner', 'ben', ({ fay }) => ({ id: fay.id }), 'forbidden']],
  },
  'user:reactivate': {
    as: 'ada',
    good: [({ fay }) => ({ id: fay.id }), ({ fay }) => ({ id: fay.id })],
    refused: [['somebody else than an owner', 'ben', ({ fay }) => ({ id: fay.id }), 'forbidden']],
  },
  'user:remove': {
    as: 'ada',
    good: [
      ({ fay }) => ({ id: fay.id, messages: 'keep' }),
      ({ fay }) => ({ id: fay.id, messages: 'keep' }),
      ({ fay }) => ({ id: fay.id, messages: 'delete' }),
    ],
    refused: [
      ['somebody else than an owner', 'ben', ({ fay }) => ({ id: fay.id, messages: 'keep' }), 'forbidden'],
      ['another word', 'ada', ({ fay }) => ({ id: fay.id, messages: 'burn' }), 'invalid', 'messages'],
    ],
  },
  'user:sign-out': {
    as: 'ada',
    good: [({ fay }) => ({ id: fay.id })],
    refused: [['somebody else than an owner', 'ben', ({ fay }) => ({ id: fay.id }), 'forbidden']],
  },
  'sidebar:get': { as: 'ben', good: [() => ({})] },
  'sidebar:set': {
    as: 'ben',
    good: [
      ({ open }) => ({ basedOn: 0, starred: [open.id], sections: [] }),
      // The same again, as by whoever lost the answer.
      ({ open }) => ({ basedOn: 0, starred: [open.id], sections: [] }),
      ({ open, direct, secret }) => ({
        basedOn: 1,
        starred: [direct.id],
        sections: [section(1, { name: ' Mine ', conversationIds: [secret.id, open.id] }), section(2)],
      }),
    ],
    refused: [
      ['another version', 'ben', ({ open }) => arrangement({ basedOn: 7, starred: [open.id] }), 'conflict'],
      ['a negative version', 'ben', () => arrangement({ basedOn: -1 }), 'invalid', 'basedOn'],
      [
        'a conversation in two places',
        'ben',
        ({ open }) => ({
          basedOn: 0,
          starred: [open.id],
          sections: [section(1, { conversationIds: [open.id] })],
        }),
        'invalid',
        'sections',
      ],
      [
        'two sections of one id',
        'ben',
        () => arrangement({ sections: [section(1), section(1)] }),
        'invalid',
        'sections',
      ],
      [
        'too many sections',
        'ben',
        () =>
          arrangement({ sections: Array.from({ length: limits.sections + 1 }, (_, n) => section(n + 1)) }),
        'invalid',
        'sections',
      ],
      [
        'too many conversations',
        'ben',
        () => arrangement({ starred: Array.from({ length: limits.arranged + 1 }, () => NOBODY) }),
        'invalid',
        'starred',
      ],
      [
        'a long name',
        'ben',
        () => arrangement({ sections: [section(1, { name: long(limits.sectionName) })] }),
        'invalid',
        'sections.0',
      ],
      [
        'a name that cannot be seen',
        'ben',
        () => arrangement({ sections: [section(1, { name: '\u200b' })] }),
        'invalid',
        'sections.0',
      ],
    ],
  },
  'user:list': {
    as: 'ben',
    good: [() => ({ q: 'a', limit: 1 }), () => ({}), () => ({ role: 'owner', state: 'active' })],
    refused: [
      ['a long search', 'ben', () => ({ q: long(limits.searchText) }), 'invalid', 'q'],
      ['an invented cursor', 'ben', () => ({ cursor: 'bm90aGluZw' }), 'invalid', 'cursor'],
      ['a cursor that cannot be stored', 'ben', () => ({ cursor: cursorOf('\u0000') }), 'invalid', 'cursor'],
      ['too large a page', 'ben', () => ({ limit: limits.page + 1 }), 'invalid', 'limit'],
      ['who was removed', 'ben', () => ({ state: 'removed' }), 'forbidden'],
      ['no state', 'ben', () => ({ state: 'asleep' }), 'invalid', 'state'],
      ['no role', 'ben', () => ({ role: 'king' }), 'invalid', 'role'],
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
