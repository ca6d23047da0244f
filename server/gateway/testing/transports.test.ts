import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '#contract/limits.ts';
import {
  type Operation,
  type OperationName,
  operations,
  type SocketOperationName,
} from '#contract/operations.ts';
import { listen } from '#platform/listen.ts';
import { type Case, casesOf } from './cases.ts';
import { prepareFactors, roomInPeriod } from './factors.ts';
import { ask, type Outcome, outcomeOf, RefusedCall, refusalOf, requestOf } from './http.ts';
import { preparePages } from './pages.ts';
import { startTestServer, type TestServer } from './server.ts';
import { connectSocket, type TestSocket } from './socket.ts';
import { createWorld, type World } from './world.ts';

// Every operation goes through every transport, each on a workspace of its own, made in the same order: whatever
// differs afterwards, but for ids and times, is a difference between transports.

type Transport = (
  of: World,
  as: Case['as'],
  name: OperationName,
  input: Record<string, unknown>,
) => Promise<Outcome>;

interface Run {
  title: string;
  wanted: Case;
  outcome: Outcome;
}

const names = Object.keys(operations) as OperationName[];
const isSocketOnly = (name: OperationName) => operations[name].method === null;
let pages: Awaited<ReturnType<typeof preparePages>>;
let plainServer: Server;
let plainUrl: string;

/** Runs all cases through one transport. */
async function runAll(open: (server: TestServer) => Transport): Promise<Map<string, Run>> {
  // Asked directly, Next has no other word for where people reach it, and what passkeys are bound to.
  const server = await startTestServer({ PUBLIC_URL: plainUrl });
  try {
    const people = await createWorld(server.url);
    const world = { ...people, factors: await prepareFactors(people, plainUrl) };
    const transport = open(server);
    const runs = new Map<string, Run>();
    const plain = plainly();
    for (const name of names) {
      // Its codes and those of the names that follow it belong together.
      if (name === 'totp:confirm') await roomInPeriod();
      for (const wanted of casesOf(name)) {
        const title = `${name}: ${wanted.title}`;
        const outcome = await transport(world, wanted.as, name, wanted.input(world));
        runs.set(title, { title, wanted, outcome: plain(outcome) });
      }
    }
    return runs;
  } finally {
    await server.close();
  }
}

function httpTransport(url: string): Transport {
  return async (world, as, name, input) => {
    if (isSocketOnlyName(name))
      return { ok: false, error: refusalOf(await ask(url, 'POST', `/api/v1/${name}`)) };
    const { method, path, body } = { body: undefined, ...requestOf(name, input) };
    const headers = as ? world[as].headers : {};
    return outcomeOf(name, await ask(url, method, path, { body, headers }));
  };
}

function isSocketOnlyName(name: OperationName): name is SocketOperationName {
  return isSocketOnly(name);
}

function socketTransport(url: string): Transport {
  const sockets = new Map<Case['as'], Promise<TestSocket>>();
  return async (world, as, name, input) => {
    if (as === null) {
      const refused = await connectSocket(url, {}).then(
        () => null,
        (error: unknown) => error,
      );
      if (!(refused instanceof RefusedCall))
        throw new Error('A handshake of nobody was not refused', { cause: refused });
      return { ok: false, error: refused.refusal };
    }
    const socket = sockets.get(as) ?? world[as].connect();
    sockets.set(as, socket);
    return (await socket).ask(name, input);
  };
}

/** Fields that are different whenever they are asked for. */
const secrets = new Set(['secret', 'token', 'uri', 'challenge']);

/** Gives every id and cursor the number of its first appearance, and times one face. */
function plainly() {
  const seen = new Map<string, string>();
  const plainId = (id: string) => {
    const known = seen.get(id) ?? `id ${seen.size + 1}`;
    seen.set(id, known);
    return known;
  };
  const plain = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.map((item) => plain(item));
    if (typeof value === 'object' && value)
      return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, plain(inner, field)]));
    // Measured, not counted; and only some transports know whence a call comes.
    if (key === 'databaseSize' || key === 'address') return `a ${key}`;
    if (typeof value !== 'string') return value;
    if (key === 'cursor') return 'a cursor';
    if (secrets.has(key) || /^(?:[\da-z]{4}-){3}[\da-z]{4}$/.test(value)) return 'a secret';
    // A user as a passkey names them.
    if (key === 'id' && /^[\w-]{22}$/.test(value)) return plainId(value);
    if (key === 'nextCursor') return plain(JSON.parse(Buffer.from(value, 'base64url').toString()));
    // What only its receiver is to know: 256 bits in base64url, by itself or at the end of a path.
    if (/(?:^|\/)(?:[\w-]{43}|parley_\w{46})$/.test(value)) return 'a secret';
    if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)) return plainId(value);
    return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? 'a time' : value;
  };
  return (outcome: Outcome) => plain(outcome) as Outcome;
}

let bySocket: Map<string, Run>;
let byHttp: Map<string, Run>;
let byNext: Map<string, Run>;

beforeAll(async () => {
  pages = await preparePages();
  plainServer = createServer(pages.handle);
  plainUrl = await listen(plainServer, { host: '127.0.0.1', port: 0 });
  bySocket = await runAll((server) => socketTransport(server.url));
  byHttp = await runAll((server) => httpTransport(server.url));
  byNext = await runAll(() => httpTransport(plainUrl));
}, 120_000);

afterAll(async () => {
  plainServer?.closeAllConnections();
  await new Promise((done) => (plainServer ? plainServer.close(done) : done(null)));
  await pages?.close();
});

/** An outcome without what only HTTP says. */
function core(run: Run | undefined): Outcome | undefined {
  return run?.outcome.ok ? { ok: true, data: run.outcome.data } : run?.outcome;
}

/** What was refused, in no particular words. */
function gist({ outcome }: Run) {
  if (outcome.ok) return outcome;
  const fields = outcome.error.errors?.map(({ path }) => path.split('.', 1)[0]) ?? [];
  return { code: outcome.error.code, fields: [...new Set(fields)].filter((field) => field !== '') };
}

describe.each(names)('%s', (name) => {
  test.each(casesOf(name))('$title', (wanted) => {
    const title = `${name}: ${wanted.title}`;
    const runs = { socket: bySocket.get(title), http: byHttp.get(title), next: byNext.get(title) };
    const { socket, http } = runs;
    if (!socket || !http) throw new Error('This case did not run');
    expect(runs.next?.outcome, 'Next as the server itself').toEqual(http.outcome);
    const operation: Operation = operations[name];
    if (operation.method === null) {
      expect(http.outcome, 'no REST call').toMatchObject({ ok: false, error: { code: 'not_found' } });
    } else if (wanted.asText) {
      expect(gist(http), 'REST as the socket').toEqual(gist(socket));
    } else if (!wanted.socketOnly) {
      expect(core(http), 'REST as the socket').toEqual(core(socket));
      if (http.outcome.ok) expect(http.outcome.status).toBe(wanted.expect);
    }
    if (typeof wanted.expect === 'number') {
      expect(socket.outcome).toMatchObject({ ok: true });
    } else {
      expect(socket.outcome).toMatchObject({ ok: false, error: { code: wanted.expect } });
      if (wanted.field !== undefined && !socket.outcome.ok)
        expect(
          socket.outcome.error.errors?.flatMap(({ path }) => {
            const [field, inner] = path.split('.');
            return [field, `${field}.${inner}`];
          }),
        ).toContain(wanted.field);
    }
  });
});

describe('whatever else is asked', () => {
  let server: TestServer;
  let world: World;
  beforeAll(async () => {
    server = await startTestServer();
    world = await createWorld(server.url);
  });
  afterAll(() => server.close());

  /** What a client can tell two answers by. */
  async function answers(method: string, path: string, more: Parameters<typeof ask>[3]) {
    const answer = (url: string) =>
      ask(url, method, path, { ...more, headers: { ...world.ben.headers, ...more?.headers } });
    const both = [await answer(server.url), await answer(plainUrl)];
    return both.map(({ status, text, headers }) => ({
      status,
      // Every request has a name of its own, and none where nobody but Next is asked.
      text: text.replace(/,"requestId":"[^"]+"/, ''),
      headers: ['content-type', 'cache-control', 'etag', 'retry-after'].map((name) => headers.get(name)),
    }));
  }

  test.each<[string, string, string, Parameters<typeof ask>[3], number]>([
    ['a read', 'GET', '/users/me', {}, 200],
    ['a read that has not changed', 'GET', '/users/me', { headers: { 'If-None-Match': '*' } }, 304],
    ['HEAD', 'HEAD', '/users/me', {}, 200],
    ['the open calls, by nobody', 'GET', '/workspace', { headers: { Cookie: '' } }, 200],
    ['an unknown call', 'GET', '/nothing', {}, 404],
    ['a known call by another method', 'DELETE', '/users', {}, 404],
    ['a query with an unknown field', 'GET', '/users?colour=red', {}, 400],
    ['a query that says a thing twice', 'GET', '/users?q=a&q=b', {}, 400],
    ['escapes in the address', 'GET', '/users/%41%2F%42', {}, 400],
    ['malformed JSON', 'PATCH', '/users/me', { body: '{' }, 400],
    ['a body of no object', 'PATCH', '/users/me', { body: [] }, 400],
    [
      'a body of another type',
      'PATCH',
      '/users/me',
      { body: '{}', headers: { 'Content-Type': 'text/plain' } },
      400,
    ],
    ['a body too large', 'PATCH', '/users/me', { body: 'x'.repeat(limits.requestBytes + 1) }, 413],
    [
      'a body too large, by nobody',
      'PATCH',
      '/users/me',
      { body: 'x'.repeat(limits.requestBytes + 1), headers: { Cookie: '' } },
      401,
    ],
  ])('%s', async (_, method, path, more, status) => {
    const [http, next] = await answers(method, `/api/v1${path}`, more);
    expect(http?.status).toBe(status);
    expect(next).toEqual(http);
  });
});
