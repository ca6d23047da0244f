import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, type Input, long } from './case.ts';

const terms = { scopes: ['read', 'send'] };
const botId =
  (more: object = {}): Input =>
  ({ bot }) => ({ id: bot.user.id, ...more });

/** Cases of tokens and bots. */
export const programsCases = {
  'token:list': { as: 'ben', good: [() => ({})] },
  'token:create': {
    as: 'ben',
    mayBeNull: 'expiresAt',
    good: [
      () => ({ name: 'Deploys', ...terms }),
      () => ({
        name: 'For a while',
        scopes: ['send', 'read', 'send'],
        expiresAt: '2100-01-01T01:00:00+01:00',
      }),
    ],
    refused: [
      ['a long name', 'ben', () => ({ name: long(limits.tokenName), ...terms }), 'invalid', 'name'],
      ['no scope', 'ben', () => ({ name: 'None', scopes: [] }), 'invalid', 'scopes'],
      ['an unknown scope', 'ben', () => ({ name: 'All', scopes: ['all'] }), 'invalid', 'scopes.0'],
      [
        'an end that is past',
        'ben',
        () => ({ name: 'Late', ...terms, expiresAt: '2020-01-01T00:00:00Z' }),
        'invalid',
        'expiresAt',
      ],
    ],
  },
  'token:revoke': {
    as: 'ben',
    good: [({ token }) => ({ id: token.id })],
    refused: [['somebody else’s', 'ada', ({ token }) => ({ id: token.id }), 'not_found']],
  },
  'bot:list': {
    as: 'ada',
    good: [() => ({}), () => ({ q: 'parr' }), () => ({ limit: 1 })],
    refused: [
      ['a member', 'ben', () => ({}), 'forbidden'],
      ['an invented cursor', 'ada', () => ({ cursor: 'x' }), 'invalid', 'cursor'],
    ],
  },
  'bot:create': {
    as: 'ada',
    mayBeNull: 'expiresAt',
    good: [
      () => ({ name: 'Echo', ...terms }),
      () => ({ name: 'Doors', handle: 'doors', role: 'guest', ...terms }),
    ],
    refused: [
      ['a member', 'ben', () => ({ name: 'Mine', ...terms }), 'forbidden'],
      ['a taken handle', 'ada', () => ({ name: 'B', handle: 'cy', ...terms }), 'conflict', 'handle'],
      ['another role', 'ada', () => ({ name: 'B', role: 'owner', ...terms }), 'invalid', 'role'],
      ['no scope', 'ada', () => ({ name: 'B', scopes: [] }), 'invalid', 'scopes'],
    ],
  },
  'bot:update': {
    as: 'ada',
    good: [botId({ name: 'Polly' }), botId({ handle: 'polly7' })],
    refused: [
      ['a member', 'ben', botId({ name: 'Mine' }), 'forbidden'],
      ['a person', 'ada', ({ ben }) => ({ id: ben.id, name: 'Bot' }), 'not_found'],
      ['nothing', 'ada', botId(), 'invalid', 'name'],
      ['a taken handle', 'ada', botId({ handle: 'cy' }), 'conflict', 'handle'],
    ],
  },
  'bot:rotate': {
    as: 'ada',
    mayBeNull: 'expiresAt',
    good: [botId(terms)],
    refused: [
      ['a member', 'ben', botId(terms), 'forbidden'],
      ['a person', 'ada', ({ ben }) => ({ id: ben.id, ...terms }), 'not_found'],
    ],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
