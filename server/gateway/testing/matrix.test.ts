import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bridge } from '#bridge.ts';
import { type EventName, events } from '#contract/events.ts';
import { type DomainOperationName, type OperationName, operations } from '#contract/operations.ts';
import { ask, type Outcome, outcomeOf, type RefusedCall, refusalOf, requestOf } from './http.ts';
import { ALL, type Plain, type Row, table } from './matrix-table.ts';
import {
  createMatrixWorld,
  type Kind,
  kinds,
  type Letter,
  letters,
  type MatrixWorld,
  type Scene,
} from './matrix-world.ts';
import { startTestServer, type TestServer } from './server.ts';
import type { TestSocket } from './socket.ts';

// Every operation, by everybody, in every kind of conversation, over REST, by socket and as the pages ask: what comes of it
// is what the table says. Then every event: who receives it.

let server: TestServer;
let world: MatrixWorld;
let still: Record<Kind, Scene>;
const sockets = new Map<Letter, TestSocket>();

beforeAll(async () => {
  server = await startTestServer();
  world = await createMatrixWorld(server.url, server.databaseUrl);
  still = await world.makeScenes();
  for (const letter of letters) sockets.set(letter, await world.people[letter].connect());
});
afterAll(async () => {
  for (const socket of sockets.values()) socket.close();
  await world?.close();
  await server?.close();
});

test('whoever is removed hears it, and comes in by no transport', async () => {
  await world.people.O.call('user:remove', { id: world.people.R.id, messages: 'keep' });
  const socket = sockets.get('R');
  expect(await socket?.hear('session:ended')).toEqual({ reason: 'removed' });
  await socket?.closed;
  sockets.delete('R');
  await expect(world.people.R.connect()).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(await bridge().pageSession(world.people.R.headers.Cookie)).toBeNull();
});

/** How one asks; null: this transport has no such call, or does not let them in. */
type Transport = (by: Letter, name: OperationName, input: Record<string, unknown>) => Promise<Outcome> | null;

const transports: Record<string, Transport> = {
  REST: (by, name, input) => {
    if (!isDomain(name)) return null;
    const { method, path, body } = { body: undefined, ...requestOf(name, input) };
    const { headers } = world.people[by];
    // A list of ids has no spelling in an address.
    if (method === 'GET' && Object.values(input).some(Array.isArray)) return null;
    return ask(server.url, method, path, { body, headers }).then((answer) => outcomeOf(name, answer));
  },
  socket: (by, name, input) => sockets.get(by)?.ask(name, input) ?? null,
  page: (by, name, input) =>
    isDomain(name) && operations[name].method === 'GET' ? askPage(by, name, input) : null,
};

function isDomain(name: OperationName): name is DomainOperationName {
  return operations[name].method !== null;
}

async function askPage(by: Letter, name: DomainOperationName, input: object): Promise<Outcome> {
  const actor = await bridge().pageSession(world.people[by].headers.Cookie);
  if (!actor) return { ok: false, error: { code: 'unauthenticated', message: '' } };
  // The table's inputs are what this operation takes; what is not, is refused.
  return bridge()
    .call(actor, name, input as never)
    .then(
      (data): Outcome => ({ ok: true, data }),
      (error: RefusedCall) => ({ ok: false, error: { code: error.code, message: error.message } }),
    );
}

/** What came of a call, in a word. */
function wordFor(outcome: Outcome, row: Row | Plain, scene: Scene | null): string {
  if (!outcome.ok) return outcome.error.code;
  if (row.plain === undefined && row.finds && scene)
    return row.finds(outcome.data, scene) ? 'finds' : 'finds nothing';
  return 'may';
}

/** What the table says. */
function wordOf(name: OperationName, row: Row | Plain, by: Letter, column: number): string {
  const isOpen = 'open' in operations[name];
  if (by === 'R' && !isOpen) return 'unauthenticated';
  if (row.plain !== undefined) return row.plain.includes(by) ? 'may' : row.others;
  const isNamed = row.who[column]?.includes(by) ?? false;
  if (row.finds) return isNamed ? 'finds' : 'finds nothing';
  if (isNamed) return 'may';
  const sees = table['conversation:get'].some(({ who }) => who?.[column]?.includes(by));
  return sees ? (row.told ?? 'forbidden') : 'not_found';
}

async function verdicts(
  transport: Transport,
  name: OperationName,
  row: Row | Plain,
): Promise<[string[], string[]]> {
  const [said, wanted]: [string[], string[]] = [[], []];
  const note = (what: string, outcome: string, expected: string) => {
    said.push(`${what}: ${outcome}`);
    wanted.push(`${what}: ${expected}`);
  };
  for (const by of letters) {
    if (row.plain !== undefined) {
      const target = row.to ? { id: await world.makePerson(row.to) } : {};
      const outcome = await transport(by, name, { ...row.input(by, world.ids), ...target });
      if (outcome) note(by, wordFor(outcome, row, null), wordOf(name, row, by, 0));
      continue;
    }
    const scenes = row.spoils ? await world.makeScenes('bare') : still;
    const asked = kinds.map(async (kind) => transport(by, name, row.input(scenes[kind], by, world.ids)));
    for (const [column, outcome] of (await Promise.all(asked)).entries()) {
      const kind = kinds[column];
      if (outcome && kind)
        note(`${by} in ${kind}`, wordFor(outcome, row, scenes[kind]), wordOf(name, row, by, column));
    }
  }
  return [said, wanted];
}

const names = Object.keys(table) as OperationName[];
const rows = names.flatMap((name) => table[name].map((row, nth) => ({ name, row, nth: nth + 1 })));
const inOrder = rows.toSorted((a, b) => Number('spoils' in a.row) - Number('spoils' in b.row));

describe.each(Object.keys(transports))('by %s', (way) => {
  test.each(inOrder)('$name, $nth', async ({ name, row }) => {
    const transport = transports[way];
    if (!transport) throw new Error('There is no such transport');
    const [said, wanted] = await verdicts(transport, name, row);
    expect(said).toEqual(wanted);
  });
});
