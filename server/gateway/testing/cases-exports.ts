import type { OperationName } from '#contract/operations.ts';
import { type Cases, long } from './case.ts';
import { PASSWORD } from './people.ts';

/** Cases of what people take along. */
export const exportsCases = {
  'export:create': {
    as: 'ada',
    good: [() => ({ scope: 'workspace', password: PASSWORD }), () => ({ scope: 'own', everything: false })],
    refused: [
      ['no password', 'ada', () => ({ scope: 'workspace' }), 'invalid', 'password'],
      [
        'a wrong password',
        'ada',
        () => ({ scope: 'workspace', password: 'not hers' }),
        'invalid',
        'password',
      ],
      [
        'a password that is too long',
        'ada',
        () => ({ scope: 'workspace', password: long(256) }),
        'invalid',
        'password',
      ],
      [
        'everything of one person',
        'ada',
        () => ({ scope: 'own', everything: true }),
        'invalid',
        'everything',
      ],
      ['an unknown scope', 'ada', () => ({ scope: 'all' }), 'invalid', 'scope'],
      [
        "a workspace that is another's",
        'ben',
        () => ({ scope: 'workspace', password: PASSWORD }),
        'forbidden',
      ],
    ],
  },
  'export:list': {
    as: 'ada',
    good: [() => ({ scope: 'workspace' }), () => ({ scope: 'own' })],
    refused: [['an unknown scope', 'ada', () => ({ scope: 'all' }), 'invalid', 'scope']],
  },
  'export:delete': {
    as: 'ada',
    good: [({ takeout }) => ({ exportId: takeout.id })],
    refused: [["another's", 'ben', ({ takeout }) => ({ exportId: takeout.id }), 'not_found']],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
