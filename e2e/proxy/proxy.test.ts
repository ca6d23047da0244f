import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { problem } from '#contract/problems.ts';
import { startNginx } from '#e2e/support/nginx.ts';
import {
  createInstallation,
  type Installation,
  type RunningServer,
  startServer,
} from '#e2e/support/server.ts';
import { Visitor } from '#e2e/support/visitor.ts';
import { readEvents } from '#gateway/testing/event-reader.ts';
import { connectSocket, type TestSocket } from '#gateway/testing/socket.ts';
import { freePort } from '#platform/free-port.ts';
import { type RunningCaddy, startCaddy } from '#scripts/caddy.ts';
import { ensureInstalled } from '#scripts/system-packages.ts';
import { createTemporaryFolder } from '#scripts/temporary-database.ts';
import { type BreakingInstance, startBreakingInstance } from './breaking-instance.ts';
import { askHttps, type HttpsAnswer, shakeHands } from './https-client.ts';

// One Parley as its operators run it, behind deploy/Caddyfile and behind deploy/nginx.conf.

/** One of the two, as the tests ask it. */
interface Edge {
  url: string;
  ask: (path: string, asked?: Parameters<typeof askHttps>[2]) => Promise<HttpsAnswer>;
  log: () => Promise<string>;
  stop: () => Promise<void>;
}

const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };
let folder: string;
let installation: Installation;
let server: RunningServer;
let visitor: Visitor;
let authority: Buffer;
let general: ConversationId;
const edges = new Map<string, Edge>();
const sockets: TestSocket[] = [];

async function openCaddy(
  name: string,
  upstreams: string[],
): Promise<Edge & Pick<RunningCaddy, 'authorityFile'>> {
  const caddy = await startCaddy({ upstreams, httpsPort: await freePort(), folder: join(folder, name) });
  const own = await readFile(caddy.authorityFile);
  return {
    url: caddy.url,
    authorityFile: caddy.authorityFile,
    ask: (path, asked) => askHttps(caddy.url + path, own, asked),
    log: async () => caddy.log(),
    stop: () => caddy.stop(),
  };
}

/** Behind a certificate that Caddy made. */
async function openNginx(name: string, upstreams: string[], caddyFolder: string): Promise<Edge> {
  const certificate = join(caddyFolder, 'caddy', 'certificates', 'local', 'localhost', 'localhost');
  const nginx = await startNginx({
    upstreams,
    httpsPort: await freePort(),
    httpPort: await freePort(),
    certificate: `${certificate}.crt`,
    key: `${certificate}.key`,
    folder: join(folder, name),
  });
  return {
    url: nginx.url,
    ask: (path, asked) => askHttps(nginx.url + path, authority, asked),
    log: nginx.accessLog,
    stop: nginx.stop,
  };
}

beforeAll(async () => {
  ensureInstalled(['caddy', 'nginx']);
  folder = await createTemporaryFolder();
  installation = await createInstallation();
  server = await startServer(installation, { TRUST_PROXY: 'loopback', LIMIT_FACTOR: '1', LOG_LEVEL: 'info' });
  const upstream = new URL(server.url).host.replace('localhost', '127.0.0.1');
  const caddy = await openCaddy('caddy', [upstream]);
  edges.set('Caddy', caddy);
  authority = await readFile(caddy.authorityFile);
  edges.set('nginx', await openNginx('nginx', [upstream], join(folder, 'caddy')));
  visitor = new Visitor(server.url);
  await visitor.signUp(ada);
  await visitor.signIn(ada);
  general = (await visitor.conversation('general')).id;
}, 120_000);

afterAll(async () => {
  for (const socket of sockets) socket.close();
  for (const edge of edges.values()) await edge.stop();
  await server.interrupt();
  await installation.remove();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const edgeOf = (name: string) => {
  const edge = edges.get(name);
  if (!edge) throw new Error(`${name} did not start`);
  return edge;
};

test('the server says at the start whom it trusts', () => {
  expect(server.output.stdout).toMatch(
    /"msg":"X-Forwarded-For[^"]* are believed from 127\.0\.0\.0\/8, ::1\/128"/,
  );
});

describe.each(['Caddy', 'nginx'])('behind %s', (name) => {
  const signedIn = () => ({ Cookie: visitor.cookieHeader() });

  test('live messages come by WebSocket and by long polling', async () => {
    const { url } = edgeOf(name);
    for (const transport of ['websocket', 'polling'] as const) {
      const options = { ca: authority.toString(), transports: [transport], upgrade: false };
      sockets.push(await connectSocket(url, signedIn(), options));
    }
    const [writer, reader] = sockets.slice(-2);
    const body = `By ${name}`;
    await writer?.call('message:send', { conversationId: general, clientId: randomUUID(), body });
    const changes = await reader?.hear('changes', ({ items }) => items.some((item) => item.body === body));
    expect(changes?.conversationId).toBe(general);
  });

  test('a stream of events comes as it is written, unpacked, and goes on where it was', async () => {
    const { url } = edgeOf(name);
    const headers = { ...signedIn(), 'Accept-Encoding': 'gzip, zstd' };
    const say = async (body: string) => {
      const input = { conversationId: general, clientId: randomUUID(), body };
      return sockets[0]?.call('message:send', input);
    };
    const first = await readEvents(url, headers, '', authority.toString());
    expect(first.headers).toMatchObject({ 'content-type': 'text/event-stream' });
    expect(first.headers['content-encoding']).toBeUndefined();
    await say(`Streamed by ${name}`);
    await first.hear('changes', ({ items }) => items.some(({ body }) => body === `Streamed by ${name}`));
    first.cut();
    await say(`Missed by ${name}`);
    const second = await readEvents(url, headers, first.lastId(), authority.toString());
    await second.hear('changes', ({ items }) => items.some(({ body }) => body === `Missed by ${name}`));
    second.cut();
  });

  test('a page is compressed, and its files are kept for ever, as the build compressed them', async () => {
    const { ask } = edgeOf(name);
    const page = await ask('/sign-in', { headers: { 'Accept-Encoding': 'br, gzip' } });
    expect([page.status, page.headers['content-encoding']]).toEqual([200, 'br']);
    const html = brotliDecompressSync(page.body).toString();
    const file = /\/_next\/static\/[^"]+\.css/.exec(html)?.[0] ?? '';
    const hashed = await ask(file, { headers: { 'Accept-Encoding': 'br' } });
    expect(hashed.headers).toMatchObject({
      'cache-control': 'public,max-age=31536000,immutable',
      'content-encoding': 'br',
    });
    expect(hashed.body).toEqual(await readFile(`.next/${file.slice('/_next/'.length)}.br`));
  });

  test('what Parley does not compress, its answers, is compressed at the edge', async () => {
    const { ask } = edgeOf(name);
    const plain = await ask('/api/v1/sync', { headers: signedIn() });
    const zipped = await ask('/api/v1/sync', { headers: { ...signedIn(), 'Accept-Encoding': 'gzip' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(zipped.headers['content-encoding']).toBe('gzip');
    const fields = (json: Buffer) => Object.keys(JSON.parse(json.toString()));
    expect(fields(gunzipSync(zipped.body))).toEqual(fields(plain.body));
    expect(zipped.headers['cache-control']).toBe('private, no-cache');
  });

  test('TLS is 1.3, or 1.2, and nothing older; HTTP/2 is offered', async () => {
    const { url } = edgeOf(name);
    const shake = (options: Parameters<typeof shakeHands>[2]) => shakeHands(url, authority, options);
    expect(await shake({ ALPNProtocols: ['h2', 'http/1.1'] })).toBe('TLSv1.3 h2');
    expect(await shake({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2 false');
    // The client would refuse these by itself, too, unless it is told to accept the weak ciphers that belong to them.
    const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    for (const maxVersion of ['TLSv1', 'TLSv1.1'] as const)
      expect(await shake({ ...old, maxVersion })).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  test('whoever signs in gets cookies that only ever go by TLS', async () => {
    const { ask, url } = edgeOf(name);
    const csrf = await ask('/api/auth/csrf');
    const cookie = (csrf.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
    const { csrfToken } = JSON.parse(csrf.body.toString());
    const form = new URLSearchParams({ ...ada, csrfToken, json: 'true' }).toString();
    const answer = await ask('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { Cookie: cookie, Origin: url, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: form,
    });
    const session = answer.headers['set-cookie']?.find((line) => line.includes('session-token'));
    expect(session).toMatch(/^__Secure-next-auth\.session-token=.*; Secure/);
    const foreign = await ask('/api/auth/signout', {
      method: 'POST',
      headers: { Origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
  });

  test('a body of 128 KiB is taken, and one byte more is answered with a problem', async () => {
    const { ask } = edgeOf(name);
    const path = `/api/v1/conversations/${general}/messages`;
    const head = { ...signedIn(), 'Content-Type': 'application/json' };
    const bodyOf = (bytes: number) => JSON.stringify({ body: 'By the edge' }).padEnd(bytes);
    const taken = await ask(path, { method: 'POST', headers: head, body: bodyOf(limits.requestBytes) });
    expect(problem.parse(JSON.parse(taken.body.toString()))).toMatchObject({ code: 'invalid' });
    for (const chunked of [false, true]) {
      const body = bodyOf(limits.requestBytes + 1);
      const refused = await ask(path, { method: 'POST', headers: head, body, chunked });
      expect(refused.status, `chunked: ${chunked}`).toBe(413);
      expect(refused.headers['content-type']).toBe('application/problem+json');
      const refusal = problem.parse(JSON.parse(refused.body.toString()));
      expect(refusal).toMatchObject({ status: 413, code: 'too_large' });
      expect(refusal.requestId, 'Parley would have named the request').toBeUndefined();
    }
  });

  test('headers that no server of ours takes are refused at once', async () => {
    const { status } = await edgeOf(name).ask('/', { headers: { 'X-Long': 'x'.repeat(30_000) } });
    expect([400, 431]).toContain(status);
  });

  test('a forged address does not evade a limit, and a forged host is not believed', async () => {
    const { ask } = edgeOf(name);
    // An address of its own, so that the tests do not count for each other.
    const from = name === 'Caddy' ? '127.0.0.21' : '127.0.0.22';
    const statuses: number[] = [];
    for (let count = 1; count <= 31; count += 1) {
      const forged = { 'X-Forwarded-For': `198.51.100.${count}`, Forwarded: `for=198.51.100.${count}` };
      const body = JSON.stringify({ name: '', email: `p${count}@example.test`, password: 'short' });
      const headers = { ...forged, 'Content-Type': 'application/json' };
      statuses.push((await ask('/api/v1/users', { method: 'POST', headers, body, from })).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 400), 429]);
    const hosts = {
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'http',
      Origin: 'http://evil.example',
    };
    expect((await ask('/api/auth/signout', { method: 'POST', headers: hosts, from })).status).toBe(403);
  });

  test('each request has one id, from the edge to the answer; metrics are not shown; logs keep secrets', async () => {
    const { ask, log } = edgeOf(name);
    const path = '/api/v1/search?query=eulenspiegel';
    const headers = {
      ...signedIn(),
      'X-Request-Id': 'forged-by-a-client',
      Referer: 'https://x/?q=eulenspiegel',
    };
    const { headers: answered } = await ask(path, { headers });
    const id = String(answered['x-request-id']);
    expect(id).toMatch(/^[0-9a-f-]{32,36}$/);
    expect((await ask('/metrics')).status).toBe(404);
    // What comes after this is the secret of an address.
    expect((await ask('/hooks/eulenspiegel', { method: 'POST', body: '{}' })).body.toString()).toBe(
      'no_service',
    );
    await expect.poll(log).toContain('/hooks/');
    await expect.poll(log).toContain(id);
    expect(await log()).not.toMatch(/eulenspiegel|session-token/);
  });
});

test('nginx limits how often one address may ask, and says when to try again', async () => {
  const { ask } = edgeOf('nginx');
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => ask('/api/auth/callback/credentials', { from: '127.0.0.31' })),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers['retry-after']).toBe('1');
  expect(problem.parse(JSON.parse(String(refused[0]?.body)))).toMatchObject({ code: 'rate_limited' });
});

describe('beside an instance that breaks with each request', () => {
  let broken: BreakingInstance;
  let both: Edge[];

  beforeAll(async () => {
    broken = await startBreakingInstance();
    const { host } = new URL(server.url);
    // By two names, so that a request is unlikely to be sent to the broken one again and again.
    const upstreams = [host, host.replace('localhost', '127.0.0.1'), broken.address];
    both = [
      await openCaddy('second-caddy', upstreams),
      await openNginx('second-nginx', upstreams, join(folder, 'caddy')),
    ];
  }, 60_000);
  afterAll(async () => {
    for (const edge of both) await edge.stop();
    broken.close();
  });

  test('what only reads is asked again elsewhere, and nothing that writes is sent twice', async () => {
    for (const [index, { ask }] of both.entries()) {
      const answered: string[] = [];
      const headers = { Cookie: visitor.cookieHeader(), 'Content-Type': 'application/json' };
      for (let count = 0; count < 12; count += 1) {
        const read = await ask('/api/v1/users/me', { headers: { ...headers, 'X-Test': `read ${index}` } });
        expect(read.status).toBe(200);
        const clientId = randomUUID();
        const written = await ask(`/api/v1/conversations/${general}/messages`, {
          method: 'POST',
          headers: { ...headers, 'X-Test': clientId },
          body: JSON.stringify({ clientId, body: `Once ${clientId}` }),
          from: `127.0.1.${count + 1}`,
        });
        expect([201, 503]).toContain(written.status);
        if (written.status === 201) answered.push(clientId);
        else expect(problem.parse(JSON.parse(String(written.body))).code).toBe('unavailable');
      }
      expect(broken.taken.filter((id) => answered.includes(id))).toEqual([]);
    }
    const posts = broken.taken.filter((id) => !id.startsWith('read'));
    expect(new Set(posts).size).toBe(posts.length);
    expect(posts.length).toBeGreaterThan(0);
  });
});

describe('npm run proxy', () => {
  /** The command as npm runs it, what it says, and its end. */
  function launch(args: string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, ['scripts/proxy.ts', ...args], {
      env: { ...process.env, DATA_DIR: join(folder, 'own-proxy'), ...env },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    const ended = once(child, 'exit').then(([code]) => code);
    return { child, ended, said: () => said };
  }

  test('is ready where Parley is, and leaves nothing running', async () => {
    const port = await freePort();
    const { child, ended, said } = launch(['--port', `${port}`, '--to', new URL(server.url).host]);
    await expect.poll(said, { timeout: 20_000 }).toContain(`open https://localhost:${port}`);
    const own = await readFile(/importing (\S+)/.exec(said())?.[1] ?? '');
    expect((await askHttps(`https://localhost:${port}/readyz`, own)).status).toBe(200);
    expect(said()).not.toMatch(/does not/);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    await expect(askHttps(`https://localhost:${port}/readyz`, own)).rejects.toThrow('ECONNREFUSED');
  });

  test('says which settings are missing, that Parley is away, and how to get Caddy', async () => {
    const port = await freePort();
    const aloneAt = await freePort();
    const { child, ended, said } = launch(['--port', `${port}`, '--to', `127.0.0.1:${aloneAt}`]);
    await expect
      .poll(said, { timeout: 20_000 })
      .toContain(`PUBLIC_URL=https://localhost:${port} TRUST_PROXY=loopback`);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const without = launch([], { PATH: '' });
    expect(await without.ended).toBe(1);
    expect(without.said()).toMatch(/^Caddy is not installed\. .*apt-get install caddy/);
  });
});

test('the sockets of the beginning are still open', () => {
  expect(sockets.map(({ socket }) => socket.connected)).toEqual([true, true, true, true]);
});
