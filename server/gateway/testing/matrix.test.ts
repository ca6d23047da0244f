import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bridge } from '#bridge.ts';
import type { EventName } from '#contract/events.ts';
import { type DomainOperationName, type OperationName, operations } from '#contract/operations.ts';
import { announcementsSettled } from '#platform/events.ts';
import { ask, type Outcome, outcomeOf, type RefusedCall, requestOf } from './http.ts';
import { type Announced, announced, type Plain, type Row, table } from './matrix-table.ts';
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

const overRest: Transport = (by, name, input) => {
  if (!isDomain(name)) return null;
  const { method, path, body } = { body: undefined, ...requestOf(name, input) };
  const { headers } = world.people[by];
  // A list has no spelling in an address.
  if (method === 'GET' && Object.values(input).some(Array.isArray)) return null;
  return ask(server.url, method, path, { body, headers }).then((answer) => outcomeOf(name, answer));
};

const bySocket: Transport = (by, name, input) => sockets.get(by)?.ask(name, input) ?? null;

let turn = 0;
/** One time the one, one time the other: that both answer alike, transports.test.ts shows of every operation. */
const overEither: Transport = (by, name, input) => {
  turn += 1;
  const [first, second] = turn % 2 === 0 ? [overRest, bySocket] : [bySocket, overRest];
  return first(by, name, input) ?? second(by, name, input);
};

/** What the pages ask before they are drawn. */
const ofPages: ReadonlySet<OperationName> = new Set(['sync', 'conversation:get', 'message:list', 'user:get']);

const byPage: Transport = (by, name, input) => (isDomain(name) ? askPage(by, name, input) : null);

function isDomain(name: OperationName): name is DomainOperationName {
  return operations[name].method !== null;
}

async function askPage(by: Letter, name: DomainOperationName, input: object): Promise<Outcome> {
  const actor = await bridge().pageSession(world.people[by].headers.Cookie);
  if (!actor) return { ok: false, error: { code: 'unauthenticated', message: 'Sign in first.' } };
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
  if (row.refused) return row.refused(by, column);
  const sees = table['conversation:get'].some(({ who }) => who?.[column]?.includes(by));
  return sees ? (row.told ?? 'forbidden') : 'not_found';
}

/** What was said and what the table says, line by line. */
type Verdicts = [said: string, wanted: string][];

async function plainVerdicts(transport: Transport, name: OperationName, row: Plain): Promise<Verdicts> {
  const verdicts: Verdicts = [];
  for (const by of letters) {
    const target = row.to ? { id: await world.makePerson(row.to) } : {};
    const outcome = await transport(by, name, { ...row.input(by, world.ids), ...target });
    if (outcome)
      verdicts.push([`${by}: ${wordFor(outcome, row, null)}`, `${by}: ${wordOf(name, row, by, 0)}`]);
  }
  return verdicts;
}

async function verdicts(transport: Transport, name: OperationName, row: Row): Promise<Verdicts> {
  const ask = async (by: Letter, kind: Kind, column: number): Promise<Verdicts> => {
    // Whoever is refused spoils nothing.
    const isSpoilt = row.spoils && row.who[column]?.includes(by);
    const scene = isSpoilt ? await world.makeBareScene(kind) : still[kind];
    const outcome = await transport(by, name, row.input(scene, by, world.ids));
    const where = `${by} in ${kind}`;
    return outcome
      ? [[`${where}: ${wordFor(outcome, row, scene)}`, `${where}: ${wordOf(name, row, by, column)}`]]
      : [];
  };
  const asked = letters.flatMap((by) => kinds.map((kind, column) => ask(by, kind, column)));
  return (await Promise.all(asked)).flat();
}

const names = Object.keys(table) as OperationName[];
const rows = names.flatMap((name) => table[name].map((row, nth) => ({ name, row, nth: nth + 1 })));
const isSpoiling = ({ row }: { row: Row | Plain }) => row.plain === undefined && row.spoils === true;

async function expectTable(transport: Transport, name: OperationName, row: Row | Plain): Promise<void> {
  const all =
    row.plain === undefined
      ? await verdicts(transport, name, row)
      : await plainVerdicts(transport, name, row);
  expect(all.map(([said]) => said)).toEqual(all.map(([, wanted]) => wanted));
}

describe('over REST and by socket', () => {
  beforeAll(async () => {
    still = await world.makeScenes();
  });
  // What spoils conversations makes many of them, so it comes last.
  test.each(rows.toSorted((a, b) => Number(isSpoiling(a)) - Number(isSpoiling(b))))(
    '$name, $nth',
    ({ name, row }) => expectTable(overEither, name, row),
  );
});

describe('as the pages ask', () => {
  beforeAll(async () => {
    still = await world.makeScenes();
  });
  test.each(rows.filter(({ name }) => ofPages.has(name)))('$name, $nth', ({ name, row }) =>
    expectTable(byPage, name, row),
  );
});

describe('events', () => {
  beforeAll(async () => {
    still = await world.makeScenes();
    for (const letter of sockets.keys()) {
      sockets.get(letter)?.close();
      const socket = await world.people[letter].connect();
      sockets.set(letter, socket);
      await socket.call('presence:watch', { userIds: [world.people.C.id] });
    }
  });

  /** Whom an event reaches, in their order. */
  async function reachedBy(name: EventName, { by, call, input }: Announced, kind: Kind, wanted: string) {
    for (const socket of sockets.values()) socket.forget();
    const outcome = await bySocket(by, call, input(still[kind], world.ids));
    expect(outcome).toMatchObject({ ok: true });
    await Promise.all([...wanted].map((letter) => sockets.get(letter as Letter)?.hear(name)));
    await announcementsSettled();
    const reached: string[] = [];
    for (const [letter, socket] of sockets)
      if (wanted.includes(letter) || (await socket.heardByNow()).includes(name)) reached.push(letter);
    return reached.toSorted().join('');
  }

  test.each(Object.entries(announced) as [EventName, Announced][])('%s', async (name, event) => {
    const { who } = event;
    for (const [column, kind] of kinds.entries()) {
      const wanted = typeof who === 'string' ? who : (who[column] ?? '');
      const reached = await reachedBy(name, event, kind, wanted);
      expect(reached, kind).toBe([...wanted].sort().join(''));
      if (typeof who === 'string') return;
    }
  });
});
