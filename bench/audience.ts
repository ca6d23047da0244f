import type { Acknowledged, Audit } from './audit.ts';
import { helloParley } from './listener.ts';
import type { ListenerCommands, Seat } from './loads/listeners.ts';
import type { SenderCommands, Sending, Shape } from './loads/senders.ts';
import type { Bench, BenchDatabase } from './measure.ts';
import type { BenchServer } from './servers.ts';
import { percentile } from './statistics.ts';
import { type Cpu, metered } from './usage.ts';

/** Who sends and who listens, on one server. */
export interface Seats {
  senders: Seat[];
  listeners: Seat[];
}

export interface AudienceOptions extends Seats {
  server: BenchServer;
  protocol: Sending['protocol'];
  /** Where the server stores what it acknowledges, and what is asked there after each turn. */
  stored?: { database: BenchDatabase; audit: Audit };
}

/** Senders and listeners of one server, in processes of their own. */
export interface Audience {
  /** Sends until the time is over and everything has arrived everywhere; then audits what was acknowledged. */
  run(shape: Shape): Promise<Turn>;
}

/** What one turn came to. */
export interface Turn {
  /** Acknowledged messages, and those that arrived somewhere. */
  sends: number;
  deliveries: number;
  sendsPerSecond: number;
  deliveriesPerSecond: number;
  /** Processor time of the server for each, in microseconds. */
  sendMicroseconds: number;
  deliveryMicroseconds: number;
  /** Messages that one frame carries. */
  batch: number;
  /** From send to receipt, in ms, as those listeners see it that look for it. */
  delay: Record<'p50' | 'p95' | 'p99', number>;
  /** From send to acknowledgement, in ms. */
  answer: Record<'p50' | 'p95' | 'p99', number>;
  cpu: Cpu;
}

const hellos = { parley: helloParley, 'socket-io': '420["join",["ROOM"]]', ws: null } as const;
/** How long the last messages may be on their way, in ms. */
const arriveWithin = 30_000;

export async function openAudience(
  bench: Bench,
  { server, protocol, senders, listeners, stored }: AudienceOptions,
): Promise<Audience> {
  const [sending, listening] = await Promise.all([
    bench.load<SenderCommands>('senders'),
    bench.load<ListenerCommands>('listeners'),
  ]);
  const { url } = server;
  await listening.call('open', { url, seats: listeners, hello: hellos[protocol] });
  await sending.call('open', { url, seats: senders, protocol, isStored: stored !== undefined });
  bench.onEnd(() => Promise.all([sending.call('close'), listening.call('close')]));
  const parts = {
    servers: [server.pid],
    loads: [sending.pid, listening.pid],
    ...(stored ? { database: stored.database.pid } : {}),
  };
  const seats = Object.groupBy([...senders, ...listeners], ({ conversationId }) => conversationId);

  return {
    async run(shape) {
      await Promise.all([sending.call('reset'), listening.call('reset')]);
      const { result, seconds, cpu, serverSeconds } = await metered(parts, async () => {
        const sent = await sending.call('run', shape);
        const expected = countsOf(sent.acknowledged);
        await Promise.all([
          sending.call('arrived', expected, arriveWithin),
          listening.call('arrived', expected, arriveWithin),
        ]);
        return sent;
      });
      const delays = await listening.call('delays');
      const { messages, frames } = await listening.call('counts');
      await stored?.audit.check(result.acknowledged);
      const deliveries = Object.entries(result.acknowledged).reduce(
        (sum, [id, clientIds]) => sum + clientIds.length * (seats[id]?.length ?? 0),
        0,
      );
      if (deliveries === 0) throw new Error('Nothing was sent');
      return {
        sends: result.count,
        deliveries,
        sendsPerSecond: result.count / result.seconds,
        deliveriesPerSecond: deliveries / seconds,
        sendMicroseconds: (serverSeconds / result.count) * 1e6,
        deliveryMicroseconds: (serverSeconds / deliveries) * 1e6,
        batch: messages / Math.max(1, frames),
        delay: percentiles(delays),
        answer: percentiles(result.delays),
        cpu,
      };
    },
  };
}

function countsOf(acknowledged: Acknowledged): Record<string, number> {
  return Object.fromEntries(Object.entries(acknowledged).map(([id, clientIds]) => [id, clientIds.length]));
}

function percentiles(values: Float64Array): Turn['delay'] {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), p99: percentile(values, 0.99) };
}
