import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conversationId } from '#contract/ids.ts';
import type { DomainOperationName, OperationInput } from '#contract/operations.ts';
import { type Person, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { createWorld, NOBODY, type World } from './world.ts';

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
});
afterAll(() => server.close());

/** What a refused call says, in one line. */
async function refused<Name extends DomainOperationName>(
  by: Person,
  name: Name,
  input: OperationInput<Name>,
) {
  const error: unknown = await by.call(name, input).then(
    () => new Error('The call was not refused'),
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error.message : String(error);
}

describe('to somebody who is not in it, a private or direct conversation', () => {
  test('is in no list, no search and no snapshot', async () => {
    const all = await world.cy.call('conversation:list', { limit: 100 });
    expect(all.items.map(({ name }) => name)).toEqual(['general', 'managed', 'open', 'spare']);
    expect((await world.cy.call('conversation:list', { q: 'secret' })).items).toEqual([]);
    const { conversations, users } = await world.cy.call('sync', {});
    expect(conversations.map(({ name }) => name)).toEqual(['general']);
    expect(users.map(({ name }) => name)).toEqual(['Cy']);
  });

  test('answers every call as one that does not exist', async () => {
    for (const { id } of [world.secret, world.direct]) {
      const there = { conversationId: id };
      const nowhere = { conversationId: conversationId.parse(NOBODY) };
      const userId = world.cy.id;
      const clientId = crypto.randomUUID();
      const same = async <Name extends DomainOperationName>(
        name: Name,
        make: (of: typeof there) => OperationInput<Name>,
      ) => {
        const [hidden, absent] = [
          await refused(world.cy, name, make(there)),
          await refused(world.cy, name, make(nowhere)),
        ];
        expect(hidden).toBe(absent);
        expect(hidden).toMatch(/was refused: not_found/);
      };
      await same('conversation:get', (of) => of);
      await same('conversation:update', (of) => ({ ...of, topic: 'x' }));
      await same('conversation:delete', (of) => of);
      await same('conversation:changes', (of) => ({ ...of, after: 0 }));
      await same('conversation:read', (of) => ({ ...of, seq: 1 }));
      await same('member:list', (of) => of);
      await same('member:add', (of) => ({ ...of, userId }));
      await same('member:remove', (of) => ({ ...of, userId }));
      await same('message:list', (of) => of);
      await same('message:send', (of) => ({ ...of, clientId, body: 'x' }));
    }
  });
});

describe('a list', () => {
  test('pages through everything once, in order of names, ties included', async () => {
    for (let count = 0; count < 7; count += 1)
      await world.cy.call('conversation:create', { kind: 'private', name: count % 2 ? 'Twin' : 'twin' });
    const whole = await world.cy.call('conversation:list', { q: 'TWIN' });
    expect(whole).toMatchObject({ nextCursor: null, items: { length: 7 } });
    const paged: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 4; pages += 1) {
      const page = await world.cy.call('conversation:list', {
        q: 'twin',
        limit: 2,
        ...(cursor ? { cursor } : {}),
      });
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      expect(cursor === undefined, 'the last page says so').toBe(pages === 3);
    }
    expect(paged).toEqual(whole.items.map(({ id }) => id));
  });

  test('takes what is looked for literally', async () => {
    await world.ada.call('conversation:create', { kind: 'public', name: '100% sure_thing' });
    for (const [q, found] of [
      ['%', 1],
      ['_', 1],
      ['\\', 0],
      ["'", 0],
      ['100% SURE', 1],
    ] as const)
      expect((await world.cy.call('conversation:list', { q })).items, q).toHaveLength(found);
  });
});

describe('a direct conversation', () => {
  test('is the same for the same people, in whatever order, however often at once', async () => {
    const [dee, eve] = [await signUp(server.url, 'Dee'), await signUp(server.url, 'Eve')];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => {
        const [by, other] = index % 2 ? [dee, eve] : [eve, dee];
        return by.rest('POST', '/conversations', {
          kind: 'direct',
          memberIds: [world.cy.id, other.id, by.id],
        });
      }),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(11);
    const { conversations } = await world.cy.call('sync', {});
    const mine = conversations.filter(({ memberIds }) => memberIds?.includes(dee.id));
    expect(mine).toMatchObject([{ kind: 'direct', name: null, memberCount: 3 }]);
    expect(mine[0]?.memberIds).toEqual([world.cy.id, dee.id, eve.id].sort());
  });

  test('holds ten people at most', async () => {
    const memberIds = Array.from({ length: 10 }, () => crypto.randomUUID());
    expect(await refused(world.ada, 'conversation:create', { kind: 'direct', memberIds })).toMatch(
      /up to 10 people/,
    );
  });
});

describe('unread', () => {
  test('is what came after one’s own place: others’ messages, from joining on', async () => {
    const { id: conversationId } = await world.ada.call('conversation:create', {
      kind: 'public',
      name: 'counting',
    });
    const say = (by: Person) =>
      by.call('message:send', { conversationId, clientId: crypto.randomUUID(), body: 'x' });
    const unreadOf = async (by: Person) => {
      const { unread, mentions, lastReadSeq, lastSeq, skipped } = await by.call('conversation:get', {
        conversationId,
      });
      expect(unread).toBe(lastSeq - lastReadSeq - skipped.length);
      expect(mentions).toBe(0);
      return unread;
    };
    await say(world.ada);
    await say(world.ada);
    expect(await unreadOf(world.ben), 'not joined').toBe(0);
    await world.ben.call('member:add', { conversationId, userId: world.ben.id });
    expect(await unreadOf(world.ben), 'just joined').toBe(0);
    await say(world.ada);
    await say(world.ada);
    expect(await unreadOf(world.ben)).toBe(2);
    expect(await unreadOf(world.ada), 'one’s own').toBe(0);
    await world.ben.call('conversation:read', { conversationId, seq: 3 });
    expect(await unreadOf(world.ben)).toBe(1);
    await say(world.ben);
    expect(await unreadOf(world.ben), 'what one has answered one has read').toBe(0);
    expect(await unreadOf(world.ada)).toBe(1);
    await world.ada.call('conversation:read', { conversationId, seq: 1_000 });
    await say(world.ben);
    expect(await unreadOf(world.ada), 'nobody reads ahead').toBe(1);
  });

  test('in a direct conversation asks for oneself', async () => {
    const conversationId = world.direct.id;
    const read = await world.ben.call('conversation:read', { conversationId, seq: 1_000 });
    expect(read).toMatchObject({ unread: 0, mentions: 0 });
    await world.ada.call('message:send', {
      conversationId,
      clientId: crypto.randomUUID(),
      body: 'you there?',
    });
    expect(await world.ben.call('conversation:get', { conversationId })).toMatchObject({
      unread: 1,
      mentions: 1,
    });
  });
});

describe('people come and go', () => {
  test('and the count is right, however many at once', async () => {
    const { id: conversationId } = await world.ada.call('conversation:create', {
      kind: 'public',
      name: 'revolving',
    });
    const people = [world.ben, world.cy];
    const turn = (name: 'member:add' | 'member:remove') =>
      Promise.allSettled(
        Array.from({ length: 10 }, (_, index) => {
          const by = people[index % 2] ?? world.ben;
          return by.call(name, { conversationId, userId: by.id });
        }),
      );
    const joined = await turn('member:add');
    expect(joined.every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await world.ada.call('conversation:get', { conversationId })).toMatchObject({ memberCount: 3 });
    const left = await turn('member:remove');
    expect(left.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await world.ada.call('conversation:get', { conversationId })).toMatchObject({ memberCount: 1 });
  });

  test('a private channel that everyone left is nobody’s any more', async () => {
    const { id: conversationId } = await world.ada.call('conversation:create', {
      kind: 'private',
      name: 'left',
    });
    await world.ada.call('member:remove', { conversationId, userId: world.ada.id });
    expect(await refused(world.ada, 'conversation:get', { conversationId })).toMatch(/not_found/);
  });

  test('the owner and the creator remove others; everybody leaves by themselves', async () => {
    const { id: conversationId } = await world.ben.call('conversation:create', {
      kind: 'private',
      name: 'bens',
      memberIds: [world.ada.id, world.cy.id],
    });
    expect(await refused(world.cy, 'member:remove', { conversationId, userId: world.ben.id })).toMatch(
      /forbidden/,
    );
    await world.ada.call('member:remove', { conversationId, userId: world.cy.id });
    await world.ben.call('member:remove', { conversationId, userId: world.ada.id });
    const { items } = await world.ben.call('member:list', { conversationId });
    expect(items.map(({ user }) => user.name)).toEqual(['Ben']);
  });
});

describe('the name of a channel', () => {
  const create = (kind: 'public' | 'private', name: string) =>
    world.ben.call('conversation:create', { kind, name });
  const like = (name: string) => ({
    code: 'conflict',
    refusal: { errors: [{ path: 'name', message: `There is already a channel called ${name}` }] },
  });

  test.each([
    ['its case', ' GENERAL '],
    ['a Cyrillic letter', 'gen\u0435ral'],
    ['a Latin letter of another shape', '\u0261eneral'],
    ['a capital I for an l', 'generaI'],
    ['a Greek capital', 'GE\u039dERAL'],
    ['full width', 'ｇｅｎｅｒａｌ'],
    ['mathematical letters', '𝐠𝐞𝐧𝐞𝐫𝐚𝐥'],
  ])('is refused when a public one is told from it by %s alone', async (_, name) => {
    await expect(create('public', name)).rejects.toMatchObject(like('general'));
    await expect(create('private', name)).rejects.toMatchObject(like('general'));
  });

  test('is refused for a new name, too, and may be written anew for itself', async () => {
    const { id: conversationId } = await create('public', 'renamed later');
    const rename = (name: string) => world.ben.call('conversation:update', { conversationId, name });
    await expect(rename('\u041epen')).rejects.toMatchObject(like('open'));
    await expect(rename('Renamed  Later')).resolves.toMatchObject({ name: 'Renamed Later' });
    const { id } = await create('private', 'behind a door');
    await expect(
      world.ben.call('conversation:update', { conversationId: id, name: 'GENERAL' }),
    ).rejects.toMatchObject(like('general'));
  });

  test('says nothing of private ones', async () => {
    await expect(
      world.cy.call('conversation:create', { kind: 'public', name: 'Secret' }),
    ).resolves.toMatchObject({
      name: 'Secret',
    });
    await expect(
      world.ben.call('conversation:update', { conversationId: world.secret.id, topic: 'still here' }),
    ).resolves.toMatchObject({ name: 'secret', topic: 'still here' });
  });

  test('goes to one of many who ask for look-alikes at once', async () => {
    const names = ['harbour', 'HARBOUR', 'h\u0430rbour', 'harb\u043eur', '\uff48arbour', 'Harbour'];
    const outcomes = await Promise.allSettled(names.map((name) => create('public', name)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
  });

  test('is free again when its channel is deleted', async () => {
    const { id: conversationId } = await create('public', 'short-lived');
    await world.ben.call('conversation:delete', { conversationId });
    await expect(create('public', 'Short-lived')).resolves.toMatchObject({ name: 'Short-lived' });
  });
});
