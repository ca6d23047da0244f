import { type Audience, openAudience, type Seats, type Turn } from './audience.ts';
import { createAudit, createBaselineAudit } from './audit.ts';
import type { Seat } from './loads/listeners.ts';
import type { Shape } from './loads/senders.ts';
import { type Bench, type BenchDatabase, inTurn, type Line, loadIsFull, warmed } from './measure.ts';
import { storeChannel, storeSignedIn } from './people.ts';
import { median } from './statistics.ts';
import { medianCpu } from './usage.ts';

/** What Parley is compared with over sockets: programs of bench/baselines/, and what they are called in results. */
export const baselineNames = {
  'socket-io': 'Socket.IO',
  ws: 'ws',
  'socket-io-stored': 'Socket.IO, a statement each',
} as const;
export type BaselineName = keyof typeof baselineNames;

export interface Layout {
  conversations: number;
  /** Of each conversation, people who are in no other. */
  members: number;
  /** Of the members, those that send. */
  senders: number;
}

export type Side = 'parley' | BaselineName;

/** Opens the same conversations on Parley and on each baseline. */
export async function openSides(
  bench: Bench,
  layout: Layout,
  baselines: BaselineName[],
): Promise<Map<Side, Audience>> {
  const database = await bench.database();
  const people = await storeSignedIn(database.sql, layout.conversations * layout.members);
  const senders: Seat[] = [];
  const listeners: Seat[] = [];
  for (let index = 0; index < layout.conversations; index += 1) {
    const members = people.slice(index * layout.members, (index + 1) * layout.members);
    const conversationId = await storeChannel(database.sql, members);
    const seats = members.map(({ cookie }) => ({ conversationId, cookie }));
    senders.push(...seats.slice(0, layout.senders));
    listeners.push(...seats.slice(layout.senders));
  }
  const server = await bench.parley(database);
  // Public channels: everybody may search all of them.
  const audit = createAudit({ database, url: server.url, cookie: people[0]?.cookie ?? '' });
  const seats = { senders, listeners };
  const parley = openAudience(bench, { server, protocol: 'parley', ...seats, stored: { database, audit } });
  const others = baselines.map((name) => openBaseline(bench, name, seats, database));
  return new Map(
    await Promise.all(
      [parley, ...others].map(async (opening, index) => {
        const side: Side = baselines[index - 1] ?? 'parley';
        return [side, await opening] as const;
      }),
    ),
  );
}

async function openBaseline(bench: Bench, name: BaselineName, seats: Seats, database: BenchDatabase) {
  const isStored = name === 'socket-io-stored';
  return openAudience(bench, {
    server: await bench.baseline(name, isStored ? { DATABASE_URL: database.url } : {}),
    protocol: name === 'ws' ? 'ws' : 'socket-io',
    ...seats,
    ...(isStored ? { stored: { database, audit: createBaselineAudit(database) } } : {}),
  });
}

/** What every side came to, round by round, sending for so many seconds. */
export async function runSides(
  bench: Bench,
  sides: Map<Side, Audience>,
  seconds: number,
  shape: Omit<Shape, 'milliseconds'>,
): Promise<Map<Side, Turn[]>> {
  const takes = [...sides].map(([side, audience]) => {
    const take = (milliseconds: number) => audience.run({ ...shape, milliseconds });
    return [side, warmed(bench, take, seconds)] as const;
  });
  const turns = await inTurn(bench, Object.fromEntries(takes));
  return new Map([...sides.keys()].map((side) => [side, turns(side)]));
}

export interface Compared {
  /** Of the value itself. */
  value(side: Side): number;
  /** Parley's value divided by that of a baseline, or where the load was full, what the microseconds make of it. */
  ratioTo(name: BaselineName): number;
}

interface Comparison {
  measure: string;
  variant: string;
  unit: string;
  /** What counts of a turn, and the processor time of the server behind each, if the line says that. */
  value: (turn: Turn) => number;
  microseconds?: (turn: Turn) => number;
  target: string;
  /** Whether the target is met, by what Parley and a baseline came to; without it, there is none. */
  isMet?: (sides: Compared) => boolean;
  note?: string;
}

/** The line that comes of all turns: medians, and whether the target is met. */
export function compare(turns: Map<Side, Turn[]>, comparison: Comparison): Line {
  const { measure, variant, unit, value, microseconds, target, isMet, note } = comparison;
  const of = (side: Side, pick: (turn: Turn) => number) => median((turns.get(side) ?? []).map(pick));
  const baselines = [...turns.keys()].filter((side): side is BaselineName => side !== 'parley');
  const parley = of('parley', value);
  const cpu = medianCpu((turns.get('parley') ?? []).map((turn) => turn.cpu));
  const full = [...turns]
    .map(([side, runs]) => ({ side, load: medianCpu(runs.map((turn) => turn.cpu)).load }))
    .filter(({ load }) => load > loadIsFull);
  // Of two sides whose loads had time left, the values say which is faster.
  const ratioTo = (name: BaselineName) =>
    microseconds && full.some(({ side }) => side === 'parley' || side === name)
      ? of(name, microseconds) / of('parley', microseconds)
      : parley / of(name, value);
  const loads = full.map(
    ({ side, load }) => `${side === 'parley' ? 'Parley' : baselineNames[side]} ${load.toFixed(2)}`,
  );
  const notes = [
    ...(full.length > 0 && microseconds
      ? [`the load was full (${loads.join(', ')}): there the microseconds decide`]
      : []),
    ...(note ? [note] : []),
  ];
  return {
    measure,
    variant,
    unit,
    parley,
    baselines: baselines.map((name) => ({
      name: baselineNames[name],
      value: of(name, value),
      ratio: parley / of(name, value),
    })),
    cpu,
    microseconds: microseconds
      ? {
          parley: of('parley', microseconds),
          baselines: Object.fromEntries(
            baselines.map((name) => [baselineNames[name], of(name, microseconds)]),
          ),
        }
      : null,
    target,
    isMet: isMet ? isMet({ ratioTo, value: (side) => of(side, value) }) : null,
    note: notes.join('; '),
  };
}
