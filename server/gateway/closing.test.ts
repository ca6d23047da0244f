import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { signUp } from '#gateway/testing/people.ts';
import { startTestServer } from '#gateway/testing/server.ts';

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

test('what runs is answered, and what comes after is refused for the outbox to keep', async () => {
  const server = await startTestServer();
  const ada = await signUp(server.url, 'Ada');
  const { socket, call } = await ada.connect();
  const [general] = (await call('sync', {})).conversations;
  const send = () =>
    socket.timeout(5_000).emitWithAck('message:send', {
      conversationId: general?.id,
      clientId: crypto.randomUUID(),
      body: 'On the way',
    });
  const running = [...server.io.of('/').sockets.values()].map(
    (own) => new Promise<void>((resolve) => own.onAny(() => resolve())),
  );
  const early = send();
  await Promise.all(running);
  const closing = server.close();
  const late = send();
  expect(await early).toMatchObject({ ok: true, data: { body: 'On the way' } });
  expect(await late.catch(() => 'disconnected')).toSatisfy(
    (answer) => answer === 'disconnected' || answer.error?.code === 'unavailable',
  );
  await closing;
});
