import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientId } from '#contract/ids.ts';
import { type Acknowledged, compare, createAudit } from './audit.ts';
import { runMeasures } from './bench.ts';
import { chart } from './chart.ts';
import { createFrameReader } from './frames.ts';
import { type Load, startLoad } from './load-process.ts';
import type { ListenerCommands } from './loads/listeners.ts';
import type { SenderCommands } from './loads/senders.ts';
import { type Bench, beside, type Line } from './measure.ts';
import { measures } from './measures.ts';
import { bodyOf, clientIdOf, microseconds, sentAt } from './messages.ts';
import { withResults } from './page.ts';
import { storeChannel, storeSignedIn } from './people.ts';
import { format, type Results } from './results.ts';
import { openSender } from './sender.ts';
import { endServers, serve } from './servers.ts';
import { median, percentile } from './statistics.ts';

// Every measure in its short form: every answer and every stored message is looked at as in a whole run. No figure is
// asked for; what they come to on a busy machine is printed, and nothing more.

const tested = measures.filter(({ needsBrowser }) => !needsBrowser);

describe('the measures, in seconds', () => {
  const lines: Line[] = [];
  const ended = new Map<string, unknown>();
  let planted: unknown = null;

  beforeAll(async () => {
    const planting = {
      name: 'planted',
      about: 'what was stored is changed behind the back of the audit',
      run: plant,
    };
    await runMeasures([planting, ...tested], {
      isShort: true,
      rounds: 1,
      // A machine that is busy takes several times what this takes alone. What hangs is given up in time
      // for everything that was started to end.
      signal: AbortSignal.timeout(540_000),
      say: () => undefined,
      report(line) {
        lines.push(line);
        process.stdout.write(`${format(line)}\n`);
      },
      ended: (measure, error) => void ended.set(measure.name, error),
    });
  }, 600_000);

  test.each(tested.map(({ name }) => name))('%s', (name) => {
    expect(ended.get(name)).toBeNull();
    const own = lines.filter(({ measure }) => measure === name);
    expect(own.length).toBeGreaterThan(0);
    for (const { parley, baselines, target, isMet } of own) {
      expect(Number.isFinite(parley)).toBe(true);
      for (const { ratio } of baselines) expect(ratio).toBeGreaterThan(0);
      expect(isMet === null).toBe(target === '');
    }
  });

  test('messages that are missing, doubled or other than they were sent are noticed', () => {
    expect(ended.get('planted')).toBeNull();
    expect(planted).toEqual([
      null,
      expect.stringContaining('Stored with another text'),
      expect.stringContaining('not stored'),
      expect.stringContaining('never acknowledged'),
      expect.stringContaining('Not found by search'),
    ]);
  });

  /** Sends some messages, then changes what is stored of them, and notes what the audit says each time. */
  async function plant(bench: Bench): Promise<void> {
    const database = await bench.database();
    const people = await storeSignedIn(database.sql, 2);
    const conversationId = await storeChannel(database.sql, people);
    const { url } = await bench.parley(database);
    const senders = await bench.load<SenderCommands>('senders');
    const cookie = people[0]?.cookie ?? '';
    await senders.call('open', {
      url,
      seats: [{ conversationId, cookie }],
      protocol: 'parley',
      isStored: true,
    });
    const { acknowledged } = await senders.call('run', { milliseconds: 50, inFlight: 2 });
    await senders.call('close');
    const all = acknowledged[conversationId] ?? [];
    const says = (expected: Acknowledged) =>
      createAudit({ database, url, cookie })
        .check(expected)
        .then(
          () => null,
          (error: Error) => error.message,
        );
    const change = (statement: string) => database.sql.query(statement, [conversationId]);
    const last = 'conversation_id = $1 AND seq = (SELECT max(seq) FROM message WHERE conversation_id = $1)';
    const found = [await says(acknowledged)];
    await change(`UPDATE message SET body = body || '.' WHERE ${last}`);
    found.push(await says(acknowledged));
    const another = clientIdOf(1, 1, microseconds());
    await change(`UPDATE message SET body = rtrim(body, '.') WHERE ${last}`);
    found.push(await says({ [conversationId]: [...all, another] }));
    found.push(await says({ [conversationId]: all.slice(1) }));
    await change("UPDATE message_search SET document = ''::tsvector WHERE conversation_id = $1");
    found.push(await says(acknowledged));
    planted = found;
  }
});

describe('what arrives', () => {
  let url = '';
  let pid = 0;
  const loads: Load<object>[] = [];

  beforeAll(async () => {
    const server = await serve('bench/baselines/socket-io.ts', {});
    url = server.url;
    pid = server.pid;
  });
  afterAll(async () => {
    for (const load of loads) await load.end();
    await endServers([pid]);
  });

  async function listening(room: string) {
    const load = await startLoad<ListenerCommands>('listeners');
    loads.push(load);
    const seats = Array.from({ length: 3 }, () => ({ conversationId: room }));
    await load.call('open', { url, seats, hello: '420["join",["ROOM"]]' });
    return load;
  }

  async function saying(room: string) {
    const sender = await openSender({ url, room });
    const say = (body: (id: string) => string, count: number) => {
      const id = clientIdOf(1, count, microseconds());
      return sender.send({ conversationId: room, clientId: id, body: body(id) });
    };
    return { say, close: () => sender.close() };
  }

  test('a message that does not arrive is missed, one too many is noticed, and so is another text', async () => {
    const load = await listening('first');
    const { say, close } = await saying('first');
    await say(bodyOf, 1);
    await load.call('arrived', { first: 1 }, 5_000);
    expect(await load.call('delays')).toHaveLength(1);
    expect(await load.call('counts')).toEqual({ messages: 3, frames: 3 });
    await expect(load.call('arrived', { first: 2 }, 50)).rejects.toThrow('3 of 3 listeners have not');
    await expect(load.call('arrived', { first: 0 }, 5_000)).rejects.toThrow('3 of 3 listeners have not');

    const other = await listening('second');
    const changed = await saying('second');
    await changed.say((id) => `${bodyOf(id)}!`, 2);
    await expect(other.call('arrived', { second: 1 }, 5_000)).rejects.toThrow('not as it was sent');
    close();
    changed.close();
  });
});

test('a load that was ended from outside is told of by whatever is asked of it, and takes nobody with it', async () => {
  const load = await startLoad<SenderCommands>('senders');
  process.kill(load.pid, 'SIGKILL');
  await expect(load.call('reset')).rejects.toThrow('The load senders');
  await expect(load.call('reset'), 'when that is known').rejects.toThrow('The load senders');
  await load.end();
});

test('frames are read whole, however they are cut', () => {
  const payloads = ['2', 'x'.repeat(125), 'y'.repeat(126), 'z'.repeat(70_000), ''];
  const stream = Buffer.concat(payloads.map((payload) => frame(payload)));
  for (const step of [1, 3, 1_000, stream.length]) {
    const read: string[] = [];
    const reader = createFrameReader((payload) => read.push(payload.toString()));
    for (let at = 0; at < stream.length; at += step) reader.take(stream.subarray(at, at + step));
    expect(read).toEqual(payloads);
  }
});

/** A text frame as servers send it: without a mask. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  header[0] = 0x81;
  if (header.length === 2) header[1] = payload.length;
  else if (header.length === 4) {
    header[1] = 126;
    header.writeUInt16BE(payload.length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([header, payload]);
}

test('a clientId says when it was made, and no two are the same', () => {
  const ids = Array.from({ length: 5_000 }, (_, count) => clientIdOf(count % 7, count, 123_456_789_012));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(clientId.parse(id)).toBe(id);
  expect(sentAt(Buffer.from(`"clientId":"${ids[0]}"`), '"clientId":"'.length)).toBe(123_456_789_012);
});

test('stored twice, stored with a gap, and acknowledged twice are noticed', () => {
  const [first, second] = [clientIdOf(1, 1, 1), clientIdOf(1, 2, 2)];
  const row = (seq: number, id: string) => ({ seq, client_id: id, body: bodyOf(id) });
  expect(() => compare([row(5, first), row(6, second)], [first, second], 4)).not.toThrow();
  expect(() => compare([row(5, first), row(6, first)], [first], 4)).toThrow('Stored twice');
  expect(() => compare([row(5, first), row(7, second)], [first, second], 4)).toThrow('6 is missing');
  expect(() => compare([row(5, first)], [first, first], 4)).toThrow('acknowledged twice');
});

test('the middle, and what a share of all does not exceed', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile(hundred, 1)).toBe(100);
  expect(percentile([], 0.5)).toBe(0);
});

test('results become a table between the marks of the page, and a chart', () => {
  const line: Line = {
    measure: 'some',
    variant: 'a|b',
    unit: 'calls/s',
    parley: 2_000,
    baselines: beside(2_000, { bare: 1_000 }),
    cpu: { server: 1, database: 0.5, load: 0.25 },
    microseconds: { parley: 500, baselines: { bare: 250 } },
    target: '2 times bare',
    isMet: true,
    note: '',
  };
  const machine = {
    processors: 'One',
    count: 2,
    memoryBytes: 2 ** 33,
    system: 's',
    node: 'v24',
    commit: 'c',
  };
  const results: Results = { measure: 'some', at: '2026-11-22T00:00:00Z', machine, rounds: 3, lines: [line] };
  const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'performance.md'), 'utf8');
  const written = withResults(page, [results]);
  expect(written).toContain('| some, a\\|b | 2,000 calls/s | bare 1,000 (×2.00) | 2 times bare | met |');
  expect(withResults(written, [results])).toBe(written);
  expect(chart([line])).toContain('2.00 × bare');
});
