import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp } from '#gateway/testing/people.ts';
import { openRaw, statusOf } from '#gateway/testing/raw.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** Sends bytes, then one more now and then, and gives all that came back until the server ended the connection. */
async function drip(bytes: string, drop: string): Promise<string> {
  const socket = openRaw(server.url);
  let received = '';
  socket.on('data', (data) => {
    received += data.toString('latin1');
  });
  if (bytes) socket.write(bytes);
  const dripping = setInterval(() => drop && socket.writable && socket.write(drop), 500);
  await once(socket, 'close');
  clearInterval(dripping);
  return received;
}

test('who sends too slowly, or nothing, or does not answer any more, is cut; who waits in order is not', async () => {
  const ada = await signUp(server.url, 'Ada');
  const host = new URL(server.url).host;
  const upgrade = [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: ${host}`,
    `Cookie: ${ada.headers.Cookie}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${Buffer.from('sixteen bytes!!!').toString('base64')}`,
  ];
  const living = await ada.connect();
  const idle = openRaw(server.url);
  idle.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  await once(idle, 'data');

  const file = (bytes: number, cookie = ada.headers.Cookie) =>
    [
      'POST /api/v1/files?name=notes.txt HTTP/1.1',
      ...[`Host: ${host}`, `Cookie: ${cookie}`, 'Connection: close'],
      ...['Content-Type: application/octet-stream', `Content-Length: ${bytes}`, '', ''],
    ].join('\r\n');

  const [headers, silent, body, handshake, mute, ...files] = await Promise.all([
    drip(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n`, 'X-Slow: 1\r\n'),
    drip('', ''),
    drip(
      `POST /api/v1/users HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{`,
      ' ',
    ),
    // Half of a handshake, and a whole one whose side never asks for a socket nor answers a ping.
    drip(`${upgrade.slice(0, 4).join('\r\n')}\r\n`, ''),
    drip(`${upgrade.join('\r\n')}\r\n\r\n`, ''),
    // A file takes longer than everything else may, as long as more of it comes and somebody wants it.
    drip(file(50), 'x'),
    drip(file(50), ''),
    drip(file(5_000, ''), 'x'),
  ]);
  expect(files.map(statusOf)).toEqual([201, 408, 401]);
  expect([headers, silent, body, handshake].map(statusOf)).toEqual([408, 408, 408, 408]);
  expect(statusOf(mute)).toBe(101);
  expect(await living.call('user:me', {})).toMatchObject({ id: ada.id });
  expect(server.io.engine.clientsCount).toBe(1);
  idle.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const [again] = await once(idle, 'data');
  expect(statusOf(String(again))).toBe(200);
  idle.destroy();
  living.close();
}, 60_000);
