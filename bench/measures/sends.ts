import type { Measure } from '#bench/measure.ts';
import { type Compared, compare, openSides, runSides } from '#bench/sides.ts';

// How many messages a second are acknowledged, each of them stored before that and delivered to the others.

const seconds = 10;

function target(ofBare: number, ofStored: number) {
  return {
    target: `${ofBare} of Socket.IO, ${ofStored} times a statement each`,
    isMet: ({ ratioTo }: Compared) =>
      ratioTo('socket-io') >= ofBare && ratioTo('socket-io-stored') >= ofStored,
  };
}

export const sendsInOne: Measure = {
  name: 'sends-in-one',
  about: 'one conversation of 4 members, who all send with 8 in flight each',
  async run(bench) {
    const sides = await openSides(bench, { conversations: 1, members: 4, senders: 4 }, [
      'socket-io',
      'socket-io-stored',
    ]);
    const turns = await runSides(bench, sides, seconds, { inFlight: 8 });
    bench.report(
      compare(turns, {
        measure: this.name,
        variant: '',
        unit: 'sends/s',
        value: (turn) => turn.sendsPerSecond,
        microseconds: (turn) => turn.sendMicroseconds,
        ...target(0.45, 4),
      }),
    );
  },
};

export const sendsInMany: Measure = {
  name: 'sends-in-many',
  about: '50 conversations of 4 members, one of whom sends with 1 and with 4 in flight',
  async run(bench) {
    const layout = { conversations: bench.size(50, 10), members: 4, senders: 1 };
    const sides = await openSides(bench, layout, ['socket-io', 'socket-io-stored']);
    for (const inFlight of [1, 4]) {
      const turns = await runSides(bench, sides, seconds, { inFlight });
      bench.report(
        compare(turns, {
          measure: this.name,
          variant: `${inFlight} in flight`,
          unit: 'sends/s',
          value: (turn) => turn.sendsPerSecond,
          microseconds: (turn) => turn.sendMicroseconds,
          ...target(0.6, 1.5),
        }),
      );
    }
  },
};
