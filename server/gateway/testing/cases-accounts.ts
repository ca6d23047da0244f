import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import type { Cases } from './case.ts';
import { PASSWORD } from './people.ts';

const password = 'eight wild geese';

/** Cases of passwords, email addresses and devices. No mail is sent there. */
export const accountsCases = {
  'account:get': { as: 'ben', good: [() => ({})] },
  'password:change': {
    as: 'cy',
    good: [() => ({ oldPassword: PASSWORD, password })],
    refused: [
      [
        'another old password',
        'cy',
        () => ({ oldPassword: 'not this one', password }),
        'invalid',
        'oldPassword',
      ],
      [
        'a common password',
        'cy',
        () => ({ oldPassword: PASSWORD, password: 'Qwertyuiop' }),
        'invalid',
        'password',
      ],
      ['a short password', 'cy', () => ({ oldPassword: PASSWORD, password: 'short' }), 'invalid', 'password'],
    ],
  },
  'password:forget': {
    as: 'ada',
    good: [() => ({ email: 'ben@example.test' }), () => ({ email: 'nobody@example.test' })],
    refused: [['no address', 'ada', () => ({ email: 'ben' }), 'invalid', 'email']],
  },
  'email:change': {
    as: 'ada',
    good: [() => ({ email: 'ada@elsewhere.test', password: PASSWORD })],
    refused: [
      [
        'another password',
        'ada',
        () => ({ email: 'ada@elsewhere.test', password: 'not this one' }),
        'invalid',
        'password',
      ],
      [
        'a taken address',
        'ada',
        () => ({ email: 'BEN@example.test', password: PASSWORD }),
        'conflict',
        'email',
      ],
      [
        'the address that it is',
        'ada',
        () => ({ email: 'ada@example.test', password: PASSWORD }),
        'conflict',
        'email',
      ],
      [
        'somebody else than an owner, without mail',
        'cy',
        // Changed above.
        () => ({ email: 'cy@elsewhere.test', password }),
        'forbidden',
      ],
    ],
  },
  'email:cancel': { as: 'ben', good: [() => ({})] },
  'email:confirm': {
    as: 'ada',
    good: [({ emailToken }) => ({ token: emailToken })],
    refused: [
      ['nobody’s token', 'ada', () => ({ token: 'nobody’s' }), 'not_found'],
      ['a token of another kind', 'ada', ({ passwordToken }) => ({ token: passwordToken }), 'not_found'],
      ['a long token', 'ada', () => ({ token: 'x'.repeat(limits.linkToken + 1) }), 'invalid', 'token'],
    ],
  },
  'password:reset': {
    as: 'ada',
    good: [({ passwordToken }) => ({ token: passwordToken, password })],
    refused: [
      ['nobody’s token', 'ada', () => ({ token: 'nobody’s', password }), 'not_found'],
      ['a token of another kind', 'ada', ({ emailToken }) => ({ token: emailToken, password }), 'not_found'],
      [
        'a common password',
        'ada',
        ({ passwordToken }) => ({ token: passwordToken, password: 'Qwertyuiop' }),
        'invalid',
        'password',
      ],
    ],
  },
  'session:list': { as: 'cy', good: [() => ({})] },
  'session:end': {
    as: 'ben',
    good: [({ spareDevice }) => ({ id: spareDevice.id })],
    refused: [["another's device", 'cy', ({ spareDevice }) => ({ id: spareDevice.id }), 'not_found']],
  },
  'session:end-others': { as: 'cy', good: [() => ({})] },
  'user:reset-link': {
    as: 'ada',
    good: [({ cy }) => ({ id: cy.id })],
    refused: [
      ['a member', 'ben', ({ cy }) => ({ id: cy.id }), 'forbidden'],
      ['oneself', 'ada', ({ ada }) => ({ id: ada.id }), 'forbidden'],
    ],
  },
  'user:set-email': {
    as: 'ada',
    good: [({ cy }) => ({ id: cy.id, email: 'cy@elsewhere.test' })],
    refused: [
      ['a member', 'ben', ({ cy }) => ({ id: cy.id, email: 'cy@elsewhere.test' }), 'forbidden'],
      ['a taken address', 'ada', ({ cy }) => ({ id: cy.id, email: 'ben@example.test' }), 'conflict', 'email'],
      ['oneself', 'ada', ({ ada }) => ({ id: ada.id, email: 'ada@other.test' }), 'forbidden'],
    ],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
