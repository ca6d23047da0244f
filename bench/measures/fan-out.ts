import type { Turn } from '#bench/audience.ts';
import type { Bench, Measure } from '#bench/measure.ts';
import { type BaselineName, type Compared, compare, openSides, runSides, type Side } from '#bench/sides.ts';

// One conversation whose members are all connected, some of whom send: what is delivered, and how late it is.

const members = { whole: 500, short: 60 };
const senders = 4;
const seconds = 20;

async function fanOut(
  bench: Bench,
  baselines: BaselineName[],
  shape: { inFlight: number; perSecond?: number },
) {
  const layout = { conversations: 1, members: bench.size(members.whole, members.short), senders };
  const sides = await openSides(bench, layout, baselines);
  return runSides(bench, sides, seconds, shape);
}

function deliveries(bench: Bench, measure: string, turns: Map<Side, Turn[]>, least: number): void {
  const batches = (turns.get('parley') ?? []).map(({ batch }) => batch.toFixed(1));
  bench.report(
    compare(turns, {
      measure,
      variant: '',
      unit: 'deliveries/s',
      value: (turn) => turn.deliveriesPerSecond,
      microseconds: (turn) => turn.deliveryMicroseconds,
      target: `${least} times Socket.IO, stored first`,
      isMet: ({ ratioTo }) => ratioTo('socket-io') >= least,
      note: `messages a frame: ${batches.join(', ')}`,
    }),
  );
}

export const fanOutBusy: Measure = {
  name: 'fan-out-busy',
  about: `${members.whole} connected members of one conversation, ${senders} sending with 8 in flight each`,
  async run(bench) {
    const turns = await fanOut(bench, ['socket-io', 'ws'], { inFlight: 8 });
    deliveries(bench, this.name, turns, 4);
    bench.report(
      compare(turns, {
        measure: this.name,
        variant: 'server CPU',
        unit: 'µs a delivery',
        value: (turn) => turn.deliveryMicroseconds,
        target: 'a quarter of Socket.IO',
        isMet: ({ ratioTo }) => ratioTo('socket-io') <= 0.25,
      }),
    );
    bench.report(
      compare(turns, {
        measure: this.name,
        variant: 'delay, p99',
        unit: 'ms',
        value: (turn) => turn.delay.p99,
        target: 'below Socket.IO',
        isMet: ({ ratioTo }) => ratioTo('socket-io') < 1,
      }),
    );
  },
};

export const fanOutCalm: Measure = {
  name: 'fan-out-calm',
  about: `${members.whole} connected members of one conversation, ${senders} sending with one in flight each`,
  async run(bench) {
    const turns = await fanOut(bench, ['socket-io', 'ws'], { inFlight: 1 });
    deliveries(bench, this.name, turns, 1.4);
  },
};

const soonEnough = {
  target: '1.2 times Socket.IO and 5 ms more',
  isMet: ({ value }: Compared) => value('parley') <= 1.2 * value('socket-io') + 5,
};

export const deliveryDelay: Measure = {
  name: 'delivery-delay',
  about: `${members.whole} connected members of one conversation, 20 messages a second: from send to each receipt`,
  async run(bench) {
    const turns = await fanOut(bench, ['socket-io', 'ws'], { inFlight: 1, perSecond: 20 });
    for (const share of ['p50', 'p95', 'p99'] as const)
      bench.report(
        compare(turns, {
          measure: this.name,
          variant: share,
          unit: 'ms',
          value: (turn) => turn.delay[share],
          ...(share === 'p99' ? soonEnough : { target: '' }),
        }),
      );
  },
};
