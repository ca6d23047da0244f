import { createCrashingRedis } from '#e2e/cluster/crashing-redis.ts';
import { startTemporaryDatabase } from '#scripts/temporary-database.ts';
import { type Audience, type FanOut, fanOut, medians, openListeners } from './fan-out.ts';
import { helloParley } from './listener.ts';
import { connect } from './load.ts';
import { createRoom, type Room } from './room.ts';
import { type BenchServer, endServers, serve, settings } from './servers.ts';

// How fast does one conversation reach 500 listeners spread over several instances through Redis, compared with bare
// Socket.IO servers on the same adapter, which store nothing? Measured in turns, every message of ours stored first.
// Then the same for one instance and for three: load, servers, Redis and PostgreSQL share the machine, so what grows
// shows in the processor time for each delivery. Linux only.

const LISTENERS = 500;
const ROUNDS = 3;
const ROUND_MS = 2_500;
const INSTANCES = 3;

const say = (sentence: string) => process.stdout.write(`${sentence}\n`);
const count = (value: number) => Math.round(value).toLocaleString('en');

const redis = await createCrashingRedis();
// Each side has a Redis of its own, so that neither waits for what the other left in its stream.
const bareRedis = await createCrashingRedis();
const database = await startTemporaryDatabase();
try {
  const own = { ...settings, DATABASE_URL: database.url };
  const parley: BenchServer[] = [];
  const bare: BenchServer[] = [];
  for (let index = 0; index < INSTANCES; index += 1) {
    parley.push(await serve('server.ts', { ...own, REDIS_URL: redis.url }));
    bare.push(await serve('bench/baselines/socket-io.ts', { REDIS_URL: bareRedis.url }));
  }
  const room = await createRoom(parley);
  const audiences = { parley: await openParley(parley, room), bare: await openBare(bare) };
  for (const inFlight of [32, 4]) {
    const runs: Record<'parley' | 'bare', FanOut[]> = { parley: [], bare: [] };
    for (const name of ['parley', 'bare'] as const) await fanOut(audiences[name], inFlight, ROUND_MS / 2);
    for (let round = 0; round < ROUNDS; round += 1)
      for (const name of ['parley', 'bare'] as const)
        runs[name].push(await fanOut(audiences[name], inFlight, ROUND_MS));
    const [mine, baseline] = [medians(runs.parley), medians(runs.bare)];
    say(
      `Fan-out across ${INSTANCES} instances through Redis, ${inFlight} in flight: ${count(mine.deliveriesPerSecond)} deliveries/s stored first, ` +
        `bare ${count(baseline.deliveriesPerSecond)}/s, ratio ${(mine.deliveriesPerSecond / baseline.deliveriesPerSecond).toFixed(2)}; ` +
        `server CPU a delivery ${mine.cpuMicroseconds.toFixed(2)} µs, bare ${baseline.cpuMicroseconds.toFixed(2)} µs; ` +
        `${mine.batch.toFixed(1)} messages a frame`,
    );
  }
  close(audiences.parley);
  close(audiences.bare);
  await endServers();

  for (const instances of [1, INSTANCES]) {
    const servers: BenchServer[] = [];
    for (let index = 0; index < instances; index += 1)
      servers.push(await serve('server.ts', instances === 1 ? own : { ...own, REDIS_URL: redis.url }));
    const audience = await openParley(servers, room);
    for (const inFlight of [32, 4]) {
      const runs: FanOut[] = [];
      await fanOut(audience, inFlight, ROUND_MS / 2);
      for (let round = 0; round < ROUNDS; round += 1) runs.push(await fanOut(audience, inFlight, ROUND_MS));
      const { sendsPerSecond, deliveriesPerSecond, cpuMicroseconds } = medians(runs);
      say(
        `${instances === 1 ? 'One instance' : `${instances} instances`}, ${inFlight} in flight: ${count(sendsPerSecond)} durable sends/s, ` +
          `${count(deliveriesPerSecond)} deliveries/s, server CPU a delivery ${cpuMicroseconds.toFixed(2)} µs`,
      );
    }
    close(audience);
    await endServers();
  }
} finally {
  await endServers();
  await database.stop();
  await redis.kill();
  await bareRedis.kill();
}

async function openParley(servers: BenchServer[], room: Room): Promise<Audience> {
  return {
    servers,
    sender: await connect(servers[0]?.url ?? '', room.sender),
    conversationId: room.conversationId,
    listeners: await openListeners(servers, LISTENERS, { cookie: room.listener, hello: helloParley }),
  };
}

async function openBare(servers: BenchServer[]): Promise<Audience> {
  return {
    servers,
    sender: await connect(servers[0]?.url ?? ''),
    conversationId: 'room',
    listeners: await openListeners(servers, LISTENERS, { hello: '420["join",["room"]]' }),
  };
}

function close({ sender, listeners }: Audience): void {
  sender.close();
  for (const listener of listeners) listener.close();
}
