import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '#contract/limits.ts';
import { RefusedCall } from './http.ts';
import { startTestServer, type TestServer } from './server.ts';
import { createWorld, type World } from './world.ts';

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
});
afterAll(() => server.close());

const send = (body: string, clientId: string = crypto.randomUUID(), conversationId: string = world.open.id) =>
  world.ada.call('message:send', { conversationId, clientId, body });

async function codeOf(call: Promise<unknown>): Promise<string> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof RefusedCall) return outcome.code;
  throw new Error('The call was not refused', { cause: outcome });
}

describe('text is kept byte for byte', () => {
  test.each([
    ['an emoji sequence', '👩🏽‍🚀👨‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿❤️'],
    ['right to left, with its marks', '\u200fשלום עולם \u202bمرحبا\u202c abc'],
    ['combining marks', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢'],
    ['both normal forms of one word', 'caf\u00e9 cafe\u0301'],
    ['line breaks and space around it', '  one\r\n\ttwo\n\n three \n'],
    ['controls and noncharacters', 'a\u0001\u007f\u0085\ufeff\ufffe\uffff\ufffdb'],
    ['what looks like markup', '<img src=x onerror=alert(1)> &amp; `{{x}}` #{x} \\ \' " {"a":1} %s $1'],
    ['8,000 characters beyond the basic plane', '𝄞'.repeat(limits.messageBody)],
  ])('%s', async (_, body) => {
    const socket = await world.ben.connect();
    const sent = await send(body);
    const { items } = await socket.hear('changes', ({ items: [item] }) => item?.id === sent.id);
    const { items: read } = await world.ben.call('message:list', { conversationId: world.open.id, limit: 1 });
    for (const copy of [sent, items[0], read[0]]) expect(copy?.body === body, 'the same text').toBe(true);
    const bySocket = await socket.call('message:send', {
      conversationId: world.open.id,
      clientId: crypto.randomUUID(),
      body,
    });
    expect(bySocket.body === body, 'the same text by socket').toBe(true);
    socket.close();
  });
});

test.each([
  ['8,001 characters', 'x'.repeat(8_001)],
  ['8,001 characters beyond the basic plane', '𝄞'.repeat(8_001)],
  ['nothing', ''],
  ['white space', ' \t\r\n\u00a0\u2028\u3000\ufeff'],
  ['U+0000', 'a\u0000'],
  ['a high surrogate alone', '\ud83d!'],
  ['a low surrogate alone', '\ude00'],
])('%s is refused at the body', async (_, body) => {
  const input = { conversationId: world.open.id, clientId: crypto.randomUUID(), body };
  const socket = await world.ada.connect();
  const refused = { code: 'invalid', refusal: { errors: [{ path: 'body' }] } };
  await expect(world.ada.call('message:send', input)).rejects.toMatchObject(refused);
  await expect(socket.call('message:send', input)).rejects.toMatchObject(refused);
  socket.close();
});

describe('a clientId', () => {
  const clientId = '019a0000-0000-7000-8000-00000000aaaa';

  test('that is repeated gives the same message with 200, whatever the text', async () => {
    const path = `/conversations/${world.open.id}/messages`;
    const first = await world.ada.rest('POST', path, { clientId, body: 'once' });
    const again = await world.ada.rest('POST', path, { clientId: clientId.toUpperCase(), body: 'twice' });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
  });

  test('sent at once, many times, by every transport, is one message', async () => {
    const input = { conversationId: world.open.id, clientId: crypto.randomUUID(), body: 'at once' };
    const sockets = await Promise.all([world.ada.connect(), world.ada.connect()]);
    const copies = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const socket = sockets[index % 3];
        return socket ? socket.call('message:send', input) : world.ada.call('message:send', input);
      }),
    );
    expect(new Set(copies.map(({ id, seq }) => `${id} ${seq}`)).size).toBe(1);
    for (const socket of sockets) socket.close();
  });

  test('of a message in another conversation is a conflict', async () => {
    expect(await codeOf(send('elsewhere', clientId, world.secret.id))).toBe('conflict');
  });

  test('is its author’s own: another person may use the same', async () => {
    const message = await world.ben.call('message:send', {
      conversationId: world.open.id,
      clientId,
      body: 'mine',
    });
    expect(message.authorId).toBe(world.ben.id);
  });
});

describe('history', () => {
  let conversationId: string;
  const list = async (query: Record<string, number>) => {
    const page = await world.ada.call('message:list', { conversationId, ...query });
    return [page.items.map(({ seq }) => seq).join(' '), page.hasBefore, page.hasAfter];
  };

  beforeAll(async () => {
    ({ id: conversationId } = await world.ada.call('conversation:create', { kind: 'private', name: 'long' }));
    for (let count = 0; count < 12; count += 1)
      await send(`message ${count + 1}`, crypto.randomUUID(), conversationId);
  });

  test.each([
    ['the newest', { limit: 3 }, ['10 11 12', true, false]],
    ['before', { before: 4, limit: 2 }, ['2 3', true, true]],
    ['before, to the first', { before: 4, limit: 3 }, ['1 2 3', false, true]],
    ['before the first', { before: 1 }, ['', false, true]],
    ['after', { after: 3, limit: 2 }, ['4 5', true, true]],
    ['after, to the last', { after: 10, limit: 2 }, ['11 12', true, false]],
    ['after the last', { after: 12 }, ['', true, false]],
    ['from the start', { after: 0, limit: 1 }, ['1', false, true]],
    ['around', { around: 6, limit: 4 }, ['4 5 6 7', true, true]],
    ['around one alone', { around: 6, limit: 1 }, ['6', true, true]],
    ['around the first', { around: 1, limit: 4 }, ['1 2', false, true]],
    ['around the last', { around: 12, limit: 4 }, ['10 11 12', true, false]],
    ['around a place beyond the last', { around: 99, limit: 4 }, ['11 12', true, false]],
    ['all', { limit: 100 }, ['1 2 3 4 5 6 7 8 9 10 11 12', false, false]],
  ])('%s', async (_, query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  test('of an empty conversation is empty', async () => {
    const page = await world.ada.call('message:list', { conversationId: world.spare.id });
    expect(page).toEqual({ items: [], hasBefore: false, hasAfter: false });
  });

  test('by changes pages to the end, whatever the page', async () => {
    const seen: number[] = [];
    for (let after = 0, more = true; more; ) {
      const page = await world.ada.call('conversation:changes', { conversationId, after, limit: 5 });
      seen.push(...page.items.map(({ version }) => version));
      expect(page.version).toBe(12);
      after = page.items.at(-1)?.version ?? after;
      more = page.hasMore;
    }
    expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });

  test('of a public channel is open to those who have not joined; writing there is not', async () => {
    const page = await world.cy.call('message:list', { conversationId: world.open.id });
    expect(page.items.length).toBeGreaterThan(0);
    const input = { conversationId: world.open.id, clientId: crypto.randomUUID(), body: 'hi' };
    expect(await codeOf(world.cy.call('message:send', input))).toBe('forbidden');
  });
});
