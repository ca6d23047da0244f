import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import type { Cases } from './case.ts';
import { NOBODY } from './world.ts';

const night = { from: '22:00', to: '07:30', timeZone: 'Europe/Paris' };
/** A public key: the first point of the curve. */
export const pushKey =
  'BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU';
const subscription = {
  endpoint: 'https://push.example.test/some/address',
  p256dh: pushKey,
  auth: 'A'.repeat(22),
};

/** Cases of how one is told of what asks for one, and of jobs that came to nothing. */
export const alertsCases = {
  'alert:settings': { as: 'ben', good: [() => ({})] },
  'alert:set': {
    as: 'ben',
    good: [
      () => ({ quietHours: night, digestHours: 4 }),
      () => ({ digestHours: 0 }),
      () => ({ quietHours: null }),
    ],
    mayBeNull: 'quietHours',
    refused: [
      ['nothing', 'ben', () => ({}), 'invalid', 'quietHours'],
      [
        'another time than a clock has',
        'ben',
        () => ({ quietHours: { ...night, from: '24:00' } }),
        'invalid',
      ],
      ['no time at all', 'ben', () => ({ quietHours: { ...night, to: night.from } }), 'invalid'],
      ['no zone', 'ben', () => ({ quietHours: { ...night, timeZone: '' } }), 'invalid'],
      ['another time to wait', 'ben', () => ({ digestHours: 2 }), 'invalid', 'digestHours'],
    ],
  },
  'push:subscribe': {
    as: 'ben',
    good: [() => subscription, () => ({ ...subscription, endpoint: `${subscription.endpoint}/2` })],
    refused: [
      [
        'another protocol',
        'ben',
        () => ({ ...subscription, endpoint: 'ftp://a.test/' }),
        'invalid',
        'endpoint',
      ],
      [
        'a long address',
        'ben',
        () => ({ ...subscription, endpoint: `https://a.test/${'x'.repeat(limits.pushEndpoint)}` }),
        'invalid',
        'endpoint',
      ],
      [
        'no point of the curve',
        'ben',
        () => ({ ...subscription, p256dh: 'B'.repeat(87) }),
        'invalid',
        'p256dh',
      ],
      ['a short key', 'ben', () => ({ ...subscription, p256dh: 'BAAA' }), 'invalid', 'p256dh'],
      ['another alphabet', 'ben', () => ({ ...subscription, auth: '+'.repeat(22) }), 'invalid', 'auth'],
    ],
  },
  'push:present': { as: 'ben', good: [() => ({ present: true }), () => ({ present: false })] },
  'push:test': { as: 'cy', good: [() => ({})] },
  'push:unsubscribe': { as: 'ben', good: [() => ({})] },
  'digest:stop': {
    as: 'ben',
    good: [({ stopToken }) => ({ token: stopToken })],
    refused: [['an invented token', 'ben', () => ({ token: 'A'.repeat(64) }), 'not_found']],
  },
  'dead-letter:list': {
    as: 'ada',
    good: [() => ({})],
    refused: [['a member', 'ben', () => ({}), 'forbidden']],
  },
  'dead-letter:retry': {
    as: 'ada',
    good: [({ deadLetters: [id] }) => ({ id })],
    refused: [
      ['a member', 'ben', () => ({ id: NOBODY }), 'forbidden'],
      ['one that is not there', 'ada', () => ({ id: NOBODY }), 'not_found'],
    ],
  },
  'dead-letter:discard': {
    as: 'ada',
    good: [({ deadLetters: [, id] }) => ({ id })],
    refused: [
      ['a member', 'ben', () => ({ id: NOBODY }), 'forbidden'],
      ['one that is not there', 'ada', () => ({ id: NOBODY }), 'not_found'],
    ],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
