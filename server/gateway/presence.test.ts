import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { createWorld, type World } from '#gateway/testing/world.ts';

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
});
afterAll(() => server.close());

test('of several lists watched in one burst, the last one counts and no other', async () => {
  const [ada, ben, cy] = await Promise.all([world.ada.connect(), world.ben.connect(), world.cy.connect()]);
  const watch = (userIds: string[]) => ben.call('presence:watch', { userIds });
  await Promise.all([watch([world.ada.id]), watch([world.ada.id, world.cy.id]), watch([world.cy.id])]);
  await ada.call('presence:set', { status: 'away' });
  await cy.call('presence:set', { status: 'away' });
  await ben.hear('presence', ({ userId, status }) => userId === world.cy.id && status === 'away');
  expect(ben.all('presence').map(({ userId }) => userId)).not.toContain(world.ada.id);
  await watch([]);
  const rooms = [...server.io.of('/').adapter.rooms.keys()];
  expect(rooms.filter((room) => room.startsWith('watchers:'))).toEqual([]);
  for (const socket of [ada, ben, cy]) socket.close();
});
