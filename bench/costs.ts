import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Socket } from 'socket.io-client';
import { createCrashingRedis } from '#e2e/cluster/crashing-redis.ts';
import { startTemporaryDatabase } from '#scripts/temporary-database.ts';
import { fanOut, openListeners } from './fan-out.ts';
import { helloParley } from './listener.ts';
import { connect, sendFor } from './load.ts';
import { createRoom } from './room.ts';
import type { Costs } from './scaling.ts';
import { type BenchServer, endServers, serve, settings } from './servers.ts';
import { cpuSeconds, familySeconds, residentBytes } from './usage.ts';

// What one socket, one delivery and one message cost each part of an installation, measured with two instances over
// Redis; written to bench/costs.json, from which bench/scaling.ts reckons. Linux only.

const SOCKETS = 1_000;
const LISTENERS = 500;
const IDLE_MS = 20_000;
const SEND_MS = 6_000;
/** One message, one statement, one frame: what a quiet conversation costs, without the gain of batches. */
const IN_FLIGHT = 1;

const redis = await createCrashingRedis();
const database = await startTemporaryDatabase();
const session = new pg.Client({ connectionString: database.url });
try {
  await session.connect();
  const own = { ...settings, DATABASE_URL: database.url, REDIS_URL: redis.url };
  const near = await serve('server.ts', own);
  const far = await serve('server.ts', own);
  const room = await createRoom([near]);
  const sender = await connect(near.url, room.sender);
  const parts = await findParts(near, far);
  // Whatever is compiled and cached in the first seconds is not what a message costs.
  await sendFor(sender, room.conversationId, IN_FLIGHT, SEND_MS);

  const bytesBefore = await databaseBytes();
  const message = await costsOf(parts, sender, room.conversationId);
  // Whoever is far behind with the index has not written all of it yet.
  await delay(5_000);
  const bytesPerMessage = ((await databaseBytes()) - bytesBefore) / message.count;

  const hello = { cookie: room.listener, hello: helloParley };
  const listeners = await openListeners([near], LISTENERS, hello);
  const audience = { servers: [near], sender, conversationId: room.conversationId, listeners };
  const { cpuMicroseconds } = await fanOut(audience, 1, SEND_MS);
  for (const listener of listeners) listener.close();
  await delay(2_000);

  const memoryBefore = residentBytes(far.pid);
  const restBefore = await idleMicroseconds(far);
  const sockets = await openListeners([far], SOCKETS, hello);
  await delay(2_000);
  const memory = residentBytes(far.pid) - memoryBefore;
  const rest = await idleMicroseconds(far);
  for (const socket of sockets) socket.close();

  const costs: Costs = {
    deliveryMicroseconds: round(cpuMicroseconds - message.near / LISTENERS),
    sendMicroseconds: round(message.near),
    foreignMessageMicroseconds: round(message.far),
    databaseMicroseconds: round(message.database),
    redisMicroseconds: round(message.redis),
    databaseBytes: Math.round(bytesPerMessage),
    socketBytes: Math.round(memory / SOCKETS),
    socketMicrosecondsPerSecond: round(Math.max(0, rest - restBefore) / SOCKETS),
    instanceBytes: Math.round(memoryBefore),
  };
  writeFileSync(join(import.meta.dirname, 'costs.json'), `${JSON.stringify(costs, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(costs, null, 2)}\n`);
  sender.close();
} finally {
  await endServers();
  await session.end();
  await database.stop();
  await redis.kill();
}

interface Parts {
  near: () => number;
  far: () => number;
  redis: () => number;
  database: () => number;
}

/** How many seconds of processor time each part took so far. */
async function findParts(near: BenchServer, far: BenchServer): Promise<Parts> {
  const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
  const [, first] = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${rows[0]?.pid}/status`, 'utf8')) ?? [];
  return {
    near: () => cpuSeconds([near.pid]),
    far: () => cpuSeconds([far.pid]),
    redis: () => cpuSeconds(redis.pid === null ? [] : [redis.pid]),
    // Its processes come and go.
    database: () => familySeconds(Number(first)),
  };
}

/** Microseconds of each part for one message that nobody listens to. */
async function costsOf(parts: Parts, sender: Socket, conversationId: string) {
  const names = ['near', 'far', 'redis', 'database'] as const;
  const before = names.map((name) => parts[name]());
  const count = await sendFor(sender, conversationId, IN_FLIGHT, SEND_MS);
  const [near = 0, far = 0, ofRedis = 0, ofDatabase = 0] = names.map(
    (name, index) => ((parts[name]() - (before[index] ?? 0)) / count) * 1e6,
  );
  return { count, near, far, redis: ofRedis, database: ofDatabase };
}

/** Processor time that an instance takes for nothing, in microseconds a second. */
async function idleMicroseconds({ pid }: BenchServer): Promise<number> {
  const before = cpuSeconds([pid]);
  await delay(IDLE_MS);
  return ((cpuSeconds([pid]) - before) / (IDLE_MS / 1_000)) * 1e6;
}

async function databaseBytes(): Promise<number> {
  const { rows } = await session.query<{ bytes: string }>(
    'select pg_database_size(current_database()) as bytes',
  );
  return Number(rows[0]?.bytes);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
