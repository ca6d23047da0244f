import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { signUp } from './test-people.ts';
import { startTestServer } from './test-server.ts';

test('a client that answers nothing does not keep the server from closing', { timeout: 15_000 }, async () => {
  const server = await startTestServer();
  const { headers } = await signUp(server.url, 'Ada');
  const { hostname, port } = new URL(server.url);
  const asleep = connect(Number(port), hostname);
  asleep.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${headers.Cookie}\r\n` +
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const [answer] = await once(asleep, 'data');
  expect(String(answer)).toContain('101 Switching Protocols');
  const cut = once(asleep, 'close');
  asleep.on('error', () => undefined);
  await server.close();
  await cut;
});
