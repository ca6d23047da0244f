import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#gateway/testing/http.ts';
import { connectSocket } from '#gateway/testing/socket.ts';
import { loadChat, openBrowser } from './browser.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type ClusterPerson, people } from './people.ts';

let cluster: Cluster;
let ada: ClusterPerson;

beforeAll(async () => {
  // The limits as they are: one of the tests reaches one.
  cluster = await startCluster({ settings: { LIMIT_FACTOR: '1' } });
  [ada] = await people(cluster, ['Ada']);
});
afterAll(() => cluster?.remove());

describe('a browser', () => {
  test.each([
    { protocol: 'h3', quic: true },
    { protocol: 'h2', quic: false },
  ])('loads the app over $protocol alone', async ({ protocol, quic }) => {
    const browser = await openBrowser(cluster.caddy.port, { quic });
    try {
      const protocols = await loadChat(browser, `${cluster.url}/`, ada.headers.Cookie);
      const own = [...protocols].filter(([address]) => address.startsWith(cluster.url));
      expect(own.length).toBeGreaterThan(5);
      expect(new Set(own.map(([, spoken]) => spoken))).toEqual(new Set([protocol]));
    } finally {
      await browser.close();
    }
  });
});

test('TLS 1.2 and 1.3 are spoken, and nothing older', async () => {
  expect(await handshake('TLSv1.3')).toBe('TLSv1.3');
  expect(await handshake('TLSv1.2')).toBe('TLSv1.2');
  expect(await handshake('TLSv1.1')).toMatch(/protocol version|unsupported protocol/i);
});

test('pages are compressed and not kept, hashed files are kept for good and come compressed', async () => {
  const page = await get('/', { 'accept-encoding': 'gzip, zstd' });
  expect(page.headers['content-encoding']).toMatch(/^(zstd|gzip|br)$/);
  expect(page.headers['cache-control']).toMatch(/no-store|private/);
  const [path = 'none'] = /\/_next\/static\/[^"\\]+\.js/.exec(await chatPage()) ?? [];
  for (const encoding of ['br', 'gzip']) {
    const script = await get(path, { 'accept-encoding': encoding });
    expect(script.headers[':status']).toBe(200);
    expect(script.headers['content-encoding']).toBe(encoding);
    expect(script.headers['cache-control']).toMatch(/max-age=31536000.*immutable/);
    expect(script.headers['vary']).toMatch(/accept-encoding/i);
  }
});

test('what is for the operator alone is not shown to the world', async () => {
  expect((await get('/metrics')).headers[':status']).toBe(404);
});

test('WebSocket and long polling are both live', async () => {
  // A browser keeps the cookie by which the proxy knows the instance; a program must do that, too.
  const asked = await fetch(`${cluster.url}/api/v1/users/me`, { headers: ada.headers });
  const sticky = asked.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  expect(sticky.join()).toContain('parley_instance=');
  const headers = { Cookie: [ada.headers.Cookie, ...sticky].join('; ') };
  for (const transport of ['websocket', 'polling']) {
    const socket = await connectSocket(cluster.url, headers, { transports: [transport] });
    expect(socket.socket.io.engine.transport.name).toBe(transport);
    const { id } = await ada.call('conversation:create', { kind: 'private', name: `By ${transport}` });
    await ada.call('message:send', { conversationId: id, clientId: crypto.randomUUID(), body: 'Hello' });
    await socket.hear('changes', ({ conversationId }) => conversationId === id);
    socket.close();
  }
});

test('whoever forges forwarded addresses does not evade a limit', async () => {
  const statuses: number[] = [];
  for (let tried = 0; tried < 34; tried += 1) {
    const forged = `203.0.113.${tried}`;
    const answer = await ask(cluster.url, 'POST', '/api/v1/users', {
      body: { name: 'Eve', email: `eve-${tried}@example.test`, password: 'short' },
      headers: { 'X-Forwarded-For': forged, Forwarded: `for=${forged}`, 'X-Real-IP': forged },
    });
    statuses.push(answer.status);
  }
  // Thirty a minute from one address, wherever the proxy sends them: those of this file before it count, too.
  expect(statuses.at(0)).toBe(400);
  expect(statuses.at(-1)).toBe(429);
});

/** The protocol that was agreed upon when only this one is offered, or the words of the refusal. */
function handshake(version: SecureVersion): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connectTls({
      ...{ host: '127.0.0.1', port: cluster.caddy.port, servername: 'localhost' },
      ...{ minVersion: version, maxVersion: version },
      // OpenSSL itself offers nothing below 1.2 unless it is told that this is meant.
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    socket.once('secureConnect', () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
    socket.once('error', ({ message }) => resolve(message));
  });
}

async function chatPage(): Promise<string> {
  return (await fetch(`${cluster.url}/`, { headers: ada.headers })).text();
}

/** One request over HTTP/2. */
async function get(path: string, headers: Record<string, string> = {}) {
  const session = connectHttp2(cluster.url);
  try {
    const stream = session.request({ ':path': path, ...headers });
    const answered = await new Promise<Record<string, string | string[] | number | undefined>>(
      (resolve, reject) => {
        stream.once('response', (found) => resolve({ ...found }));
        stream.once('error', reject);
        session.once('error', reject);
      },
    );
    stream.resume();
    return { headers: answered };
  } finally {
    session.close();
  }
}
