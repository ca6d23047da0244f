import { expect, test } from 'vitest';
import type { Turn } from './audience.ts';
import { type Compared, compare, type Side } from './sides.ts';

const none = { p50: 0, p95: 0, p99: 0 };

function turn(sendsPerSecond: number, sendMicroseconds: number, load: number): Turn {
  const counts = { sends: 0, deliveries: 0, deliveriesPerSecond: 0, deliveryMicroseconds: 0, batch: 1 };
  const cpu = { server: 0.5, database: 0.5, load };
  return { ...counts, sendsPerSecond, sendMicroseconds, delay: none, answer: none, cpu };
}

/** What a target is held to, and what the line says, with loads that used so much of a processor. */
function ratiosWith(parley: number, bare: number, stored: number) {
  const turns = new Map<Side, Turn[]>([
    ['parley', [turn(6_000, 80, parley)]],
    ['socket-io', [turn(20_000, 40, bare)]],
    ['socket-io-stored', [turn(1_500, 240, stored)]],
  ]);
  let ratios: number[] = [];
  const isMet = ({ ratioTo }: Compared) => {
    ratios = [ratioTo('socket-io'), ratioTo('socket-io-stored')];
    return true;
  };
  const { note } = compare(turns, {
    measure: 'sends',
    variant: '',
    unit: 'sends/s',
    value: ({ sendsPerSecond }) => sendsPerSecond,
    microseconds: ({ sendMicroseconds }) => sendMicroseconds,
    target: '',
    isMet,
  });
  return { ratios, note };
}

test('where a load was full, the microseconds decide between the two sides that it concerns', () => {
  expect(ratiosWith(0.4, 0.5, 0.3)).toEqual({ ratios: [0.3, 4], note: '' });
  expect(ratiosWith(0.4, 0.95, 0.3)).toEqual({
    ratios: [0.5, 4],
    note: 'the load was full (Socket.IO 0.95): there the microseconds decide',
  });
  expect(ratiosWith(0.95, 0.5, 0.3).ratios).toEqual([0.5, 3]);
});
