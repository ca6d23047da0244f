import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createRawServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { OutboundFailure, type OutboundRequest, sendOutbound } from './outbound.ts';
import { isReachable } from './outbound-addresses.ts';
import { parseAddress, parseTrustedProxies } from './trusted-proxies.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

const ranges = (words: string) => parseTrustedProxies(words) ?? expect.unreachable(words);
const nothing = ranges('');
const loopback = ranges('loopback');

/** A real server on loopback; gives its address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ask(url: string, more: Partial<OutboundRequest> = {}) {
  try {
    const answer = await sendOutbound({
      url,
      method: 'GET',
      timeout: 5_000,
      mostBytes: 1_000,
      allowed: loopback,
      ...more,
    });
    return { ...answer, body: answer.body.toString() };
  } catch (error) {
    if (error instanceof OutboundFailure) return error.reason;
    throw error;
  }
}

test.each([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['127.0.0.1', false],
  ['127.255.255.254', false],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['192.0.0.170', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['240.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', true],
  ['::127.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['64:ff9b:1::1', false],
  ['2002:7f00:1::', false],
  ['2001:0:7f00:1::', false],
  ['2001:db8::1', false],
  ['fc00::1', false],
  ['fe80::1', false],
  ['fec0::1', false],
  ['ff02::1', false],
  ['5f00::1', false],
  ['no address', false],
])('%s is reached: %s', (address, reachable) => {
  expect(isReachable(parseAddress(address), nothing)).toBe(reachable);
});

test('a setting allows ranges, and nothing beside them', async () => {
  expect(isReachable(parseAddress('10.1.2.3'), ranges('10.1.0.0/16'))).toBe(true);
  expect(isReachable(parseAddress('10.2.0.1'), ranges('10.1.0.0/16'))).toBe(false);
  const address = await serve((_request, response) => response.end('here'));
  expect(await ask(address)).toMatchObject({ status: 200, body: 'here', isCut: false });
  expect(await ask(address, { allowed: nothing })).toBe('private');
});

test('no way of writing a private address leads to one', async () => {
  let asked = 0;
  const address = await serve((_request, response) => {
    asked += 1;
    response.end();
  });
  const { port } = new URL(address);
  for (const host of [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.0.0.1.',
    '[::1]',
    '[::ffff:7f00:1]',
    '[::ffff:127.0.0.1]',
    '0',
    'localhost',
    '127。0。0。1',
  ])
    expect(await ask(`http://${host}:${port}/`, { allowed: nothing }), host).toBe('private');
  expect(asked).toBe(0);
});

test.each(['ftp://example.com', 'file:///etc/passwd', 'http://', 'nothing', 'http://a:b@example.com/'])(
  '%s is no address',
  async (url) => {
    expect(await ask(url)).toBe('invalid');
  },
);

test('a name is looked up once for each connection, and that answer is what is connected to', async () => {
  const address = await serve((_request, response) => response.end('outside'));
  const { port } = new URL(address);
  const answers = ['127.0.0.1', '127.0.0.2'];
  let asked = 0;
  const changing = async () => [answers[Math.min(asked++, 1)] ?? ''];
  const only = { allowed: ranges('127.0.0.1'), resolve: changing };
  expect(await ask(`http://changing.example:${port}/`, only)).toMatchObject({ body: 'outside' });
  expect(asked).toBe(1);
  expect(await ask(`http://changing.example:${port}/`, only)).toBe('private');
  expect(asked).toBe(2);
});

test('of several addresses only those are connected to that may be', async () => {
  const address = await serve((_request, response) => response.end('here'));
  const { port } = new URL(address);
  const both = async () => ['10.0.0.1', '127.0.0.1'];
  expect(await ask(`http://both.example:${port}/`, { resolve: both })).toMatchObject({ body: 'here' });
  const unknown = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
  expect(await ask('http://nobody.example/', { resolve: unknown })).toBe('unknown_host');
});

test('redirects are followed as far as was asked, and none leads inside', async () => {
  const address = await serve((request, response) => {
    const [, kind, count] = (request.url ?? '').split('/');
    if (kind === 'around') response.writeHead(302, { Location: `/around/${Number(count) + 1}` }).end();
    else if (kind === 'inside') response.writeHead(301, { Location: 'http://10.0.0.1/' }).end();
    else if (kind === 'file') response.writeHead(302, { Location: 'file:///etc/passwd' }).end();
    else if (kind === 'there') response.writeHead(308, { Location: '/end' }).end('gone');
    else response.end('arrived');
  });
  expect(await ask(`${address}/there`, { redirects: 1 })).toMatchObject({
    body: 'arrived',
    url: `${address}/end`,
  });
  expect(await ask(`${address}/there`)).toMatchObject({ status: 308, body: 'gone' });
  expect(await ask(`${address}/there`, { method: 'POST', redirects: 3 })).toMatchObject({ status: 308 });
  expect(await ask(`${address}/around/0`, { redirects: 3 })).toBe('redirects');
  expect(await ask(`${address}/inside`, { redirects: 3 })).toBe('private');
  expect(await ask(`${address}/file`, { redirects: 3 })).toBe('invalid');
});

test('answers that are slow, endless or no HTTP come to an end', async () => {
  const silent = await serve(() => undefined);
  expect(await ask(silent, { timeout: 100 })).toBe('timeout');
  const dripping = await serve((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), 10);
    response.once('close', () => clearInterval(timer));
  });
  expect(await ask(dripping, { timeout: 200 })).toBe('timeout');
  let isOver = false;
  const endless = await serve((_request, response) => {
    const more = () => {
      if (!response.destroyed) response.write('x'.repeat(10_000), more);
    };
    response.once('close', () => {
      isOver = true;
    });
    more();
  });
  expect(await ask(endless)).toMatchObject({ status: 200, isCut: true, body: 'x'.repeat(1_000) });
  await expect.poll(() => isOver).toBe(true);
  const given = new AbortController();
  const asking = ask(silent, { signal: given.signal });
  given.abort();
  expect(await asking).toBe('timeout');
});

test.each([
  ['no HTTP', 'SSH-2.0-OpenSSH\r\n'],
  ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: tea\r\n\r\n'],
  ['less than was promised', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'],
])('what is %s is broken', async (_what, words) => {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(words));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  expect(await ask(`http://127.0.0.1:${port}/`)).toBe('broken');
  expect(await ask(`https://127.0.0.1:${port}/`)).toBe('broken');
});

test('what is sent says who asks, and no more', async () => {
  const { promise, resolve } = Promise.withResolvers<{ headers: unknown; body: string }>();
  const address = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    resolve({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(204).end();
  });
  const headers = { 'Content-Type': 'application/json' };
  expect(await ask(address, { method: 'POST', body: '{"é":1}', headers })).toMatchObject({ status: 204 });
  const { headers: sent, body } = await promise;
  expect(body).toBe('{"é":1}');
  expect(sent).toEqual({
    accept: '*/*',
    'accept-encoding': 'identity',
    connection: 'close',
    'content-length': '8',
    'content-type': 'application/json',
    host: new URL(address).host,
    'user-agent': expect.stringMatching(/^Parley\/\d/),
  });
});
