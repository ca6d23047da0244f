import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { createAudit } from '#bench/audit.ts';
import { connect } from '#bench/load.ts';
import type { ReturningCommands } from '#bench/loads/returning.ts';
import type { Acknowledged, Sender, SteadySendersCommands } from '#bench/loads/steady-senders.ts';
import { type Bench, type BenchDatabase, beside, type Measure } from '#bench/measure.ts';
import { type Person, storeSignedIn } from '#bench/people.ts';
import { number } from '#bench/results.ts';
import { type Metered, metered } from '#bench/usage.ts';
import type { ConversationId } from '#contract/ids.ts';
import { storeChannels } from '#domain/test-people.ts';
import { freePort } from '#platform/free-port.ts';
import { createTemporaryFolder } from '#scripts/temporary-database.ts';

/** Seconds until all are live again, and the share of the usual rate at which sends go on. */
const TARGET = 10;
const SHARE = 0.5;
/** Conversations that each person is in. */
const CONVERSATIONS = 20;
/** Messages a second altogether, of so many senders. */
const RATE = 100;
const SENDERS = 20;
/** Whose presence everybody watches: those whom a screen shows. */
const WATCHED = 20;

export const reconnectStorm: Measure = {
  name: 'reconnect-storm',
  about: '2,000 people with 20 conversations each come back to a server that was killed, while others send',
  async run(bench) {
    const count = bench.size(2_000, 100);
    const database = await bench.database();
    const people = await storeSignedIn(database.sql, count);
    const rooms = await storeRooms(database.sql, people);
    const compiled = await createTemporaryFolder();
    bench.onEnd(() => rm(compiled, { recursive: true, force: true }));
    const settings = {
      PORT: String(await freePort()),
      // What `npm start` keeps of compiled files from one start to the next.
      NODE_COMPILE_CACHE: compiled,
    };
    const before = await bench.parley(database, settings);
    const { url } = before;

    const visitors = visitorsOf(people, rooms);
    const crowd = await bench.load<ReturningCommands>('returning');
    await crowd.call('enter', url, visitors);
    const senders = await bench.load<SteadySendersCommands>('steady-senders');
    const writers = visitors.slice(0, SENDERS);
    await senders.call('enter', url, writers);
    await senders.call('begin', (SENDERS / RATE) * 1_000);
    const began = Date.now();
    await delay(bench.size(10_000, 2_000));

    await crowd.call('note');
    const killed = Date.now();
    await kill(before.pid);
    const after = await bench.parley(database, settings);
    const listening = Date.now();
    const parts = { servers: [after.pid], database: database.pid, loads: [crowd.pid, senders.pid] };
    const { result: returned, ...used } = await metered(parts, () => crowd.call('returned'));
    await delay(bench.size(3_000, 500));
    const acknowledged = await senders.call('end');
    await audit(database, after.url, writers, acknowledged);
    await everybodyHears(after.url, people, rooms, crowd);
    report(bench, { began, killed, listening, returned, acknowledged, count, used });
  },
};

/** Channels of a twentieth of all people each, so that everybody is in 20, with others in every one of them. */
async function storeRooms(sql: pg.Pool, people: Person[]): Promise<ConversationId[][]> {
  const layers: ConversationId[][] = [];
  for (let layer = 0; layer < CONVERSATIONS; layer += 1) {
    const ids: ConversationId[] = [];
    for (let room = 0; room < CONVERSATIONS; room += 1) {
      const members = people.filter((_, index) => roomOf(index, layer) === room).map(({ actor }) => actor);
      ids.push(...(await storeChannels(sql, 1, members)));
    }
    layers.push(ids);
  }
  await sql.query('ANALYZE');
  return layers;
}

function roomOf(index: number, layer: number): number {
  return (index + layer * Math.floor(index / CONVERSATIONS)) % CONVERSATIONS;
}

function visitorsOf(people: Person[], rooms: ConversationId[][]) {
  const userIds = people.map(({ userId }) => userId);
  return people.map(({ cookie }, index) => ({
    cookie,
    // The one on the screen: another layer for everybody.
    conversationId: rooms[index % CONVERSATIONS]?.[roomOf(index, index % CONVERSATIONS)] ?? '',
    conversations: CONVERSATIONS,
    watched: [...userIds, ...userIds].slice(index + 1, index + 1 + WATCHED),
  }));
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  const isThere = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  while (isThere()) await delay(1);
}

/** Each message is stored once, as it was sent, in the order of its numbers, and found by whoever sent there. */
async function audit(
  database: BenchDatabase,
  url: string,
  senders: Sender[],
  acknowledged: Acknowledged[],
): Promise<void> {
  for (const [conversationId, sent] of Map.groupBy(acknowledged, (message) => message.conversationId)) {
    const cookie = senders.find((sender) => sender.conversationId === conversationId)?.cookie ?? '';
    await createAudit({ database, url, cookie }).check({
      [conversationId]: sent.map(({ clientId }) => clientId),
    });
  }
}

/** A message in every room of one layer reaches everybody: who came back is where they belong. */
async function everybodyHears(
  url: string,
  people: Person[],
  rooms: ConversationId[][],
  crowd: { call(name: 'hear', text: string): Promise<void> },
): Promise<void> {
  const text = `Is everybody there? ${randomUUID()}`;
  const heard = crowd.call('hear', text);
  for (const [room, conversationId] of (rooms[0] ?? []).entries()) {
    const socket = await connect(url, people[room]?.cookie);
    await socket.emitWithAck('message:send', { conversationId, clientId: randomUUID(), body: text });
    socket.close();
  }
  await heard;
}

interface Storm {
  began: number;
  killed: number;
  listening: number;
  returned: number[];
  acknowledged: Acknowledged[];
  count: number;
  used: Omit<Metered<unknown>, 'result'>;
}

function report(bench: Bench, storm: Storm): void {
  const { began, killed, listening, returned, acknowledged, count, used } = storm;
  const last = Math.max(...returned);
  const seconds = (last - killed) / 1_000;
  const back = Array.from({ length: Math.ceil(seconds) }, (_, second) =>
    number(returned.filter((at) => at <= killed + (second + 1) * 1_000).length),
  );
  const common = { measure: 'reconnect-storm', cpu: used.cpu };
  bench.report({
    ...common,
    variant: `until all ${number(count)} are live again`,
    unit: 's',
    parley: seconds,
    baselines: [],
    target: `within ${TARGET} s`,
    isMet: seconds <= TARGET,
    microseconds: { parley: (used.serverSeconds / count) * 1e6, baselines: {} },
    note: `it listens after ${((listening - killed) / 1_000).toFixed(2)} s; back after each second: ${back.join(', ')}`,
  });
  const rateIn = (from: number, to: number) =>
    acknowledged.filter(({ at }) => at >= from && at < to).length / ((to - from) / 1_000);
  const usual = rateIn(began, killed);
  const meanwhile = rateIn(listening, Math.max(last, listening + 1_000));
  bench.report({
    ...common,
    variant: 'sends acknowledged from when it listens until all are live',
    unit: 'sends/s',
    parley: meanwhile,
    baselines: beside(meanwhile, { usual }),
    target: `at least ${SHARE} of the usual rate`,
    isMet: meanwhile >= SHARE * usual,
    microseconds: null,
    note: `the second before all were live: ${number(rateIn(last - 1_000, last))}`,
  });
}
