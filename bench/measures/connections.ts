import { setTimeout as delay } from 'node:timers/promises';
import { helloParley } from '#bench/listener.ts';
import type { ListenerCommands, Seat } from '#bench/loads/listeners.ts';
import { type Bench, beside, inTurn, type Measure } from '#bench/measure.ts';
import { storeChannel, storeSignedIn } from '#bench/people.ts';
import { type BenchServer, endServers } from '#bench/servers.ts';
import { median } from '#bench/statistics.ts';
import { residentBytes } from '#bench/usage.ts';

/** Of everybody, in one channel. */
const sockets = { whole: 5_000, short: 100 };
/** How long a server rests before its memory is read, in seconds: until what connecting left behind is collected. */
const restSeconds = 10;

interface Connected {
  bytes: number;
  seconds: number;
}

export const connections: Measure = {
  name: 'connections',
  about: `${sockets.whole.toLocaleString('en')} signed-in people connect, and are idle`,
  async run(bench) {
    const database = await bench.database();
    const people = await storeSignedIn(database.sql, bench.size(sockets.whole, sockets.short));
    const conversationId = await storeChannel(database.sql, people);
    const seats = people.map(({ cookie }) => ({ conversationId, cookie }));
    // A server of its own for each turn: what another turn left in its memory would not be of these sockets.
    const settings = bench.size({}, undefined);
    const turns = await inTurn(bench, {
      parley: async () => connect(bench, await bench.parley(database, settings), seats, helloParley),
      bare: async () => connect(bench, await bench.baseline('socket-io'), seats, '420["join",["ROOM"]]'),
    });
    const of = (side: 'parley' | 'bare', part: keyof Connected) =>
      median(turns(side).map((turn) => turn[part]));
    const [own, bare] = [of('parley', 'bytes'), of('bare', 'bytes')];
    const line = { measure: this.name, cpu: null, microseconds: null, note: '' };
    bench.report({
      ...line,
      variant: 'memory of each',
      unit: 'KiB',
      parley: own / 1_024,
      baselines: beside(own / 1_024, { 'Socket.IO': bare / 1_024 }),
      target: '1.5 times Socket.IO, no failed connection',
      // A connection that fails ends the measure.
      isMet: own <= 1.5 * bare,
    });
    const seconds = of('parley', 'seconds');
    bench.report({
      ...line,
      variant: 'until all are connected',
      unit: 's',
      parley: seconds,
      baselines: beside(seconds, { 'Socket.IO': of('bare', 'seconds') }),
      target: '',
      isMet: null,
    });
  },
};

async function connect(bench: Bench, server: BenchServer, seats: Seat[], hello: string): Promise<Connected> {
  const load = await bench.load<ListenerCommands>('listeners');
  await delay(bench.milliseconds(restSeconds));
  const before = residentBytes(server.pid);
  const seconds = await load.call('open', { url: server.url, seats, hello });
  await delay(bench.milliseconds(restSeconds));
  // Throws where one was disconnected meanwhile.
  await load.call('arrived', {}, 0);
  // A few sockets fit into memory that was there already.
  const bytes = Math.max(1, (residentBytes(server.pid) - before) / seats.length);
  await load.end();
  if (!bench.isShort) await endServers([server.pid]);
  return { bytes, seconds };
}
