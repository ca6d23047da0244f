import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationInput } from '#contract/operations.ts';
import { type Person, signIn } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { createWorld, type World } from '#gateway/testing/world.ts';
import { transactionsOver } from '#platform/test-database.ts';

let server: TestServer;
let world: World;
let ben: Person;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
  ({ ben } = world);
});
afterAll(() => server.close());

type Layout = Omit<OperationInput<'sidebar:set'>, 'basedOn'>;
type Section = Layout['sections'][number];

function section(n: number, conversationIds: string[]): Section {
  return { id: `019a0000-0000-7000-8000-00000000000${n}`, name: `${n}`, isCollapsed: false, conversationIds };
}

/** Synchronises once whatever other tests had under way is over: until then all that is newer may come again. */
async function syncLater(input: OperationInput<'sync'>) {
  await transactionsOver(server.databaseUrl);
  return ben.call('sync', input);
}

/** Arranges from the version that there is. */
async function arrange(person: Person, layout: Layout) {
  const { version } = await person.call('sidebar:get', {});
  return person.call('sidebar:set', { basedOn: version, ...layout });
}

test('is empty at first, kept for its user alone, and counted', async () => {
  expect(await world.ada.call('sidebar:get', {})).toEqual({ version: 0, sections: [], starred: [] });
  const layout = { sections: [section(1, [world.secret.id])], starred: [world.open.id] };
  const set = await arrange(ben, layout);
  expect(set).toEqual({ version: 1, ...layout });
  expect(await ben.call('sidebar:get', {})).toEqual(set);
  expect(await world.ada.call('sidebar:get', {})).toEqual({ version: 0, sections: [], starred: [] });
});

test('is announced to all devices of its user and to nobody else', async () => {
  const other = await signIn(server.url, ben.id, 'Ben');
  const [mine, elsewhere, ada] = await Promise.all([ben.connect(), other.connect(), world.ada.connect()]);
  for (const socket of [mine, elsewhere, ada]) socket.forget();
  const { version } = await ben.call('sidebar:get', {});
  const set = await mine.call('sidebar:set', { basedOn: version, sections: [], starred: [world.open.id] });
  for (const socket of [mine, elsewhere]) expect(await socket.hear('sidebar')).toEqual(set);
  expect(await ada.heardByNow()).toEqual([]);
  for (const socket of [mine, elsewhere, ada]) socket.close();
});

test('of two devices that arrange at once one is refused, and a repeated call is not', async () => {
  const { version } = await ben.call('sidebar:get', {});
  const layouts = [1, 2, 3, 4].map((n) => ({ basedOn: version, sections: [section(n, [])], starred: [] }));
  const answers = await Promise.allSettled(layouts.map((layout) => ben.call('sidebar:set', layout)));
  const taken = answers.findIndex(({ status }) => status === 'fulfilled');
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 'rejected')).toEqual(
    Array.from({ length: 3 }, () => ({
      status: 'rejected',
      reason: expect.objectContaining({ code: 'conflict' }),
    })),
  );
  const again = layouts[taken];
  if (!again) throw new Error('None was taken');
  expect(await ben.call('sidebar:set', again)).toMatchObject({ version: version + 1 });
  expect(await ben.call('sidebar:get', {})).toMatchObject({ version: version + 1 });
});

test('holds nothing that its user is not in: not when it is written, and not after they have left', async () => {
  const { ada } = world;
  const left = await ada.call('conversation:create', {
    kind: 'private',
    name: 'to leave',
    memberIds: [ben.id],
  });
  const set = await arrange(ben, {
    sections: [section(1, [left.id, world.spareSecret.id])],
    starred: [world.thread.id, world.open.id],
  });
  expect(set).toMatchObject({ sections: [section(1, [left.id])], starred: [world.open.id] });
  const { cursor } = await syncLater({});
  await ada.call('member:remove', { conversationId: left.id, userId: ben.id });
  expect(await ben.call('sidebar:get', {})).toMatchObject({
    version: set.version,
    sections: [section(1, [])],
  });
  expect((await ben.call('sync', {})).sidebar).toMatchObject({ sections: [section(1, [])] });
  expect((await ben.call('sync', { since: cursor })).sidebar).toBeNull();
});

test('is part of `sync` on arrival, and later when it changed', async () => {
  const first = await ben.call('sync', {});
  expect(first.sidebar).toEqual(await ben.call('sidebar:get', {}));
  const set = await arrange(ben, { sections: [], starred: [world.secret.id] });
  const next = await syncLater({ since: first.cursor });
  expect(next.sidebar).toEqual(set);
  expect((await ben.call('sync', { since: next.cursor })).sidebar).toBeNull();
  expect((await world.cy.call('sync', {})).sidebar).toMatchObject({ version: 0 });
});
