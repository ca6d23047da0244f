import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Person } from '#gateway/testing/people.ts';
import type { ChatClient } from './chat-client.ts';
import type { SidebarCommand } from './nouns/arranging.ts';
import { shownSidebar } from './nouns/sidebar.ts';
import { eventually, isLive, TestClients } from './test-clients.ts';

// Two devices of Ben's arrange the same sidebar at the real server.

const sectionA = '019a0000-0000-7000-8000-00000000000a';
const sectionB = '019a0000-0000-7000-8000-00000000000b';

let clients: TestClients;
let ben: Person;

beforeAll(async () => {
  clients = await TestClients.start();
  ({ ben } = clients);
});
afterAll(() => clients.server.close());
afterEach(() => clients.stopClients());

const shown = (client: ChatClient) => shownSidebar(client.store.getState());
const starred = (client: ChatClient) => shown(client).starred;
const nothingWaits = (client: ChatClient) =>
  eventually(() => expect(client.store.getState().arranged).toBeNull());
const arrange = async (client: ChatClient, command: SidebarCommand) =>
  (await client.actions.arranging()).arrange(command);
const star = (client: ChatClient, conversationId: string) =>
  arrange(client, { kind: 'place', conversationId, place: 'starred', before: null });

/** Nothing is arranged. */
async function untouched() {
  const { version } = await ben.call('sidebar:get', {});
  await ben.call('sidebar:set', { basedOn: version, sections: [], starred: [] });
}

it('shows at once, is taken, and reaches the other device', async () => {
  await untouched();
  const id = await clients.newChannel();
  const [here, there] = [await clients.clientOf(ben), await clients.clientOf(ben)];
  await here.actions.arranging();
  const taken = star(here, id);
  await Promise.resolve();
  await eventually(() => expect(starred(here)).toEqual([id]));
  await taken;
  await nothingWaits(here);
  await eventually(() => expect(starred(there)).toEqual([id]));
});

it('what two devices did without a connection comes together when both are back', async () => {
  await untouched();
  const [one, two] = [await clients.newChannel(), await clients.newChannel()];
  const wire = await clients.wire();
  const [here, there] = [await clients.clientOf(ben, wire.url), await clients.clientOf(ben)];
  await Promise.all([here.actions.arranging(), there.actions.arranging()]);
  wire.cut();
  await eventually(() => expect(here.store.getState().connection).not.toBe('live'));
  const done = Promise.all([
    arrange(here, { kind: 'make', id: sectionA, name: 'Projects' }),
    arrange(here, { kind: 'place', conversationId: one, place: sectionA, before: null }),
    star(here, two),
  ]);
  await eventually(() => expect(starred(here)).toEqual([two]));
  await arrange(there, { kind: 'make', id: sectionB, name: 'Later' });
  await arrange(there, { kind: 'place', conversationId: two, place: sectionB, before: null });
  wire.mend();
  await isLive(here);
  await done;
  for (const client of [here, there])
    await eventually(() =>
      expect(shown(client)).toMatchObject({
        starred: [two],
        sections: [
          { id: sectionB, name: 'Later', conversationIds: [] },
          { id: sectionA, name: 'Projects', conversationIds: [one] },
        ],
      }),
    );
  expect(await ben.call('sidebar:get', {})).toMatchObject(shown(here));
});

it('what was arranged elsewhere during an absence is there after it', async () => {
  await untouched();
  const id = await clients.newChannel();
  const wire = await clients.wire();
  const client = await clients.clientOf(ben, wire.url);
  wire.cut();
  await eventually(() => expect(client.store.getState().connection).not.toBe('live'));
  const { version } = await ben.call('sidebar:get', {});
  await ben.call('sidebar:set', { basedOn: version, sections: [], starred: [id] });
  wire.mend();
  await isLive(client);
  expect(starred(client)).toEqual([id]);
});

it('what the server refuses is undone with its reason, and what stood beside it is taken', async () => {
  await untouched();
  const id = await clients.newChannel();
  const client = await clients.clientOf(ben);
  const refused = arrange(client, { kind: 'make', id: sectionA, name: '\u200b' });
  const taken = star(client, id);
  await expect(refused).rejects.toMatchObject({
    code: 'invalid',
    errors: [{ message: 'This contains a character that cannot be seen' }],
  });
  await taken;
  await nothingWaits(client);
  expect(shown(client)).toMatchObject({ starred: [id], sections: [] });
});
