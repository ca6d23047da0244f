import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, type Input, long } from './case.ts';
import { type Factors, totpCode } from './factors.ts';
import { PASSWORD } from './people.ts';

const password = PASSWORD;
const factorsOf = ({ factors }: { factors?: Factors }): Factors => {
  if (!factors) throw new Error('The second factors are not prepared');
  return factors;
};
/** Cy's codes, each later than the one before: none counts twice. */
const proofAt =
  (periods: number): Input =>
  (world) => ({ password, code: totpCode(factorsOf(world).totpSecret, periods) });
const wrongPassword = (periods: number): Input => {
  const proof = proofAt(periods);
  return (world) => ({ ...proof(world), password: 'not her password' });
};

/** Cases of second factors and of signing on elsewhere. */
export const secondFactorCases = {
  'security:get': { as: 'ben', good: [() => ({})] },
  'totp:start': { as: 'ben', good: [() => ({})] },
  'totp:confirm': {
    as: 'cy',
    good: [proofAt(-1)],
    refused: [
      ['a wrong password', 'cy', wrongPassword(-1), 'invalid', 'password'],
      ['a wrong code', 'cy', () => ({ password, code: 'abcdef' }), 'invalid', 'code'],
      ['nothing to confirm', 'ada', () => ({ password, code: '123456' }), 'conflict'],
    ],
  },
  'recovery-code:renew': {
    as: 'cy',
    good: [proofAt(0)],
    refused: [
      ['a code that was used', 'cy', proofAt(-1), 'invalid', 'code'],
      ['no second factor', 'ada', () => ({ password, code: '123456' }), 'invalid', 'code'],
    ],
  },
  'totp:remove': {
    as: 'cy',
    good: [proofAt(1)],
    refused: [
      ['a wrong password', 'cy', wrongPassword(1), 'invalid', 'password'],
      ['none that is on', 'ada', () => ({ password, code: '123456' }), 'conflict'],
    ],
  },
  'passkey:start': {
    as: 'ben',
    good: [() => ({ password })],
    refused: [['a wrong password', 'ben', () => ({ password: 'not his' }), 'invalid', 'password']],
  },
  'passkey:add': {
    as: 'ada',
    good: [(world) => ({ name: 'laptop', response: factorsOf(world).newPasskey })],
    refused: [
      [
        "another's challenge",
        'cy',
        (world) => ({ name: 'laptop', response: factorsOf(world).newPasskey }),
        'invalid',
        'response',
      ],
      [
        'a long name',
        'ada',
        (world) => ({ name: long(limits.passkeyName), response: factorsOf(world).newPasskey }),
        'invalid',
        'name',
      ],
    ],
  },
  'passkey:remove': {
    as: 'ben',
    good: [(world) => ({ passkeyId: factorsOf(world).passkeyId, password })],
    refused: [
      [
        "another's passkey",
        'ada',
        (world) => ({ passkeyId: factorsOf(world).passkeyId, password }),
        'not_found',
      ],
      [
        'a wrong password',
        'ben',
        (world) => ({ passkeyId: factorsOf(world).passkeyId, password: 'not his' }),
        'invalid',
        'password',
      ],
    ],
  },
  'passkey:challenge': {
    as: 'cy',
    good: [() => ({})],
    refused: [
      ['a ticket of nobody', 'cy', () => ({ ticket: 'of nobody' }), 'forbidden'],
      ['a long ticket', 'cy', () => ({ ticket: long(limits.ticket) }), 'invalid', 'ticket'],
    ],
  },
  'sign-on:unlink': {
    as: 'cy',
    good: [() => ({ password })],
    refused: [
      ['a wrong password', 'cy', () => ({ password: 'not hers' }), 'invalid', 'password'],
      ['an account that is not connected', 'ada', () => ({ password }), 'conflict'],
    ],
  },
  'user:reset-second-factor': {
    as: 'ada',
    good: [({ cy }) => ({ id: cy.id })],
    refused: [
      ['a member', 'ben', ({ cy }) => ({ id: cy.id }), 'forbidden'],
      ['oneself', 'ada', ({ ada }) => ({ id: ada.id }), 'forbidden'],
    ],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
