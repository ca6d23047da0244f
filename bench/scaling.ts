import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// How many people one instance, three and a hundred can carry: reckoned from what one socket, one delivery and one
// message cost (bench/costs.json, measured by bench/costs.ts) and from what people do in a busy hour. Prints the table
// of docs/scaling.md; a test holds the two together.

/** Of one installation, measured with one message at a time, which is the dear case: no batches. */
export interface Costs {
  /** Processor time of an instance to write one frame to one socket. */
  deliveryMicroseconds: number;
  /** Of an instance to take one message in: parse, check, store, acknowledge, announce. */
  sendMicroseconds: number;
  /** Of every other instance, to hear of that message. */
  foreignMessageMicroseconds: number;
  /** Of PostgreSQL for one message, its share of the search index included. */
  databaseMicroseconds: number;
  /** Of Redis for one message of two instances: written once, and read by both. */
  redisMicroseconds: number;
  /** What PostgreSQL keeps of one message, with indexes and what the log has not given back. */
  databaseBytes: number;
  socketBytes: number;
  /** Of an instance for one socket on which nothing happens: heartbeats. */
  socketMicrosecondsPerSecond: number;
  /** An instance with nobody connected. */
  instanceBytes: number;
}

/** A busy hour of a large company. */
export const people = {
  /** Of all who have an account, connected at the same time, each with so many devices. */
  connected: 0.5,
  devices: 1.5,
  /** Messages of each connected person. */
  messagesAnHour: 20,
  /** Connected sockets that one message reaches, on average: small conversations talk most. */
  audience: 60,
  /** In the hours of a day, of the busy one. */
  busyHoursADay: 6,
} as const;

/** How far each part may be filled: what is left is for search, history, sign-in, and an instance that falls out. */
const room = {
  /** Node runs on one processor. */
  instance: 0.5,
  instanceBytes: 2 * 1_024 ** 3,
  databaseProcessors: 8,
  database: 0.5,
  /** Redis runs on one processor. */
  redis: 0.6,
} as const;

export interface Load {
  people: number;
  sockets: number;
  messagesPerSecond: number;
  deliveriesPerSecond: number;
  bytesADay: number;
  /** What is used of each part, 1 being all that it may be filled to. */
  use: Record<Part, number>;
}

export const parts = ['processor of an instance', 'memory of an instance', 'PostgreSQL', 'Redis'] as const;
export type Part = (typeof parts)[number];

/** What so many people do to so many instances. */
export function load(costs: Costs, count: number, instances: number): Load {
  const connected = count * people.connected;
  const sockets = connected * people.devices;
  const messages = (connected * people.messagesAnHour) / 3_600;
  const deliveries = messages * people.audience;
  const others = instances - 1;
  const instanceSeconds =
    ((messages * costs.sendMicroseconds +
      deliveries * costs.deliveryMicroseconds +
      sockets * costs.socketMicrosecondsPerSecond +
      // Each hears of everything that any other has taken in: this does not become less with more of them.
      messages * others * costs.foreignMessageMicroseconds) /
      instances) *
    1e-6;
  return {
    people: count,
    sockets,
    messagesPerSecond: messages,
    deliveriesPerSecond: deliveries,
    bytesADay: messages * 3_600 * people.busyHoursADay * costs.databaseBytes,
    use: {
      'processor of an instance': instanceSeconds / room.instance,
      'memory of an instance':
        (costs.instanceBytes + (sockets / instances) * costs.socketBytes) / room.instanceBytes,
      PostgreSQL: (messages * costs.databaseMicroseconds * 1e-6) / (room.databaseProcessors * room.database),
      // Written once and read by every instance: three commands where it was measured.
      Redis:
        others === 0 ? 0 : (((messages * (instances + 1)) / 3) * costs.redisMicroseconds * 1e-6) / room.redis,
    },
  };
}

/** The most people that so many instances carry, and what is full then. */
export function capacity(costs: Costs, instances: number): Load & { full: Part } {
  const fullest = ({ use }: Load) => parts.reduce((most, part) => (use[part] > use[most] ? part : most));
  let [least, most] = [0, 1e9];
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    const found = load(costs, middle, instances);
    if (found.use[fullest(found)] > 1) most = middle;
    else least = middle;
  }
  const found = load(costs, least, instances);
  return { ...found, full: fullest(found) };
}

export function readCosts(): Costs {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'costs.json'), 'utf8'));
}

const columns = ['instances', 'people', 'sockets', 'messages/s', 'deliveries/s', 'GB a day', 'full first'];

/** The table of docs/scaling.md, in Markdown. */
export function table(costs: Costs): string {
  const rows = [1, 3, 10, 30, 100].map((instances) => {
    const { people: count, full, ...found } = capacity(costs, instances);
    return [
      String(instances),
      significant(count),
      significant(found.sockets),
      significant(found.messagesPerSecond),
      significant(found.deliveriesPerSecond),
      significant(found.bytesADay / 1e9),
      full,
    ];
  });
  const lines = [columns, ...rows].map((cells) =>
    cells.map((cell, index) => {
      const width = Math.max(...[columns, ...rows].map((each) => each[index]?.length ?? 0));
      return index === columns.length - 1 ? cell.padEnd(width) : cell.padStart(width);
    }),
  );
  const rule = lines[0]?.map((cell, index) =>
    index === columns.length - 1 ? '-'.repeat(cell.length) : `${'-'.repeat(cell.length - 1)}:`,
  );
  return [lines[0], rule, ...lines.slice(1)].map((cells) => `| ${cells?.join(' | ')} |`).join('\n');
}

/** Two digits: no model knows more. */
function significant(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en');
}

if (import.meta.main) process.stdout.write(`${table(readCosts())}\n`);
