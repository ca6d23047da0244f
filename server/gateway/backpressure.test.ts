import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MyConversation } from '#contract/conversations.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { announcementsSettled, live } from '#platform/events.ts';
import { mostWaiting } from './backpressure.ts';

let server: TestServer;
let ada: Person;
let bob: Person;
let conversation: MyConversation;

beforeAll(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
  bob = await signUp(server.url, 'Bob');
  conversation = await ada.call('conversation:create', {
    kind: 'private',
    name: 'Busy',
    memberIds: [bob.id],
  });
});
afterAll(() => server.close());

test('a socket that stops reading is ended, and holds nobody up', async () => {
  const stuck = await connectWithoutReading(bob);
  const reader = await ada.connect();
  await reader.call('sync', {});
  const message = await ada.call('message:send', {
    conversationId: conversation.id,
    clientId: uuid(),
    body: 'x'.repeat(8_000),
  });
  const items = Array.from({ length: 20 }, () => message);
  const frame = JSON.stringify(items).length;
  // Twice what may wait, and what the system's own buffers of a loopback connection take.
  const frames = Math.ceil((2 * mostWaiting + 16 * 1024 * 1024) / frame);
  const closed = once(stuck, 'close');
  for (let count = 0; count < frames; count += 1) {
    live().publish({ conversation: conversation.id }, 'changes', { conversationId: conversation.id, items });
    if (count % 10 === 9) await reader.call('user:me', {});
  }
  await reader.call('user:me', {});
  expect(reader.all('changes').length).toBeGreaterThanOrEqual(frames);
  stuck.resume();
  await closed;
  expect(reader.socket.connected).toBe(true);
  reader.close();
}, 15_000);

test('a socket that reads hears as much as there is', async () => {
  const reader = await bob.connect();
  await reader.call('sync', {});
  const message = await ada.call('message:send', {
    conversationId: conversation.id,
    clientId: uuid(),
    body: 'y'.repeat(8_000),
  });
  const items = Array.from({ length: 20 }, () => message);
  const frames = Math.ceil((2 * mostWaiting) / JSON.stringify(items).length);
  for (let count = 0; count < frames; count += 1) {
    live().publish({ conversation: conversation.id }, 'changes', { conversationId: conversation.id, items });
    if (count % 10 === 9) await reader.call('user:me', {});
  }
  await reader.call('user:me', {});
  expect(reader.all('changes').length).toBeGreaterThanOrEqual(frames);
  expect(reader.socket.connected).toBe(true);
  reader.close();
}, 30_000);

test('a socket that stops reading for a while misses nothing, and has it in its order', async () => {
  const slow = await connectWithoutReading(bob);
  const message = await ada.call('message:send', {
    conversationId: conversation.id,
    clientId: uuid(),
    body: 'z'.repeat(8_000),
  });
  // More than the system holds of a connection, and less than may wait here.
  const count = Math.floor((0.9 * mostWaiting) / JSON.stringify(message).length);
  for (let seq = 1_001; seq <= 1_000 + count; seq += 1) {
    const items = [{ ...message, seq }];
    live().publish({ conversation: conversation.id }, 'changes', { conversationId: conversation.id, items });
    if (seq % 50 === 0) await announcementsSettled();
  }
  await announcementsSettled();
  let heard = '';
  slow.on('data', (chunk) => {
    heard += String(chunk).replaceAll('zz', '');
  });
  slow.resume();
  while (!heard.includes(`"seq":${1_000 + count},`)) await once(slow, 'data');
  const seqs = [...heard.matchAll(/"seq":(1\d{3}),/g)].map(([, seq]) => Number(seq));
  expect(seqs).toEqual(Array.from({ length: count }, (_, index) => 1_001 + index));
  slow.destroy();
}, 30_000);

/** A raw WebSocket (RFC 6455) that joins Socket.IO's default namespace and then never reads again. */
async function connectWithoutReading(person: Person): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(
    [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      `Cookie: ${person.headers.Cookie}`,
      '\r\n',
    ].join('\r\n'),
  );
  await waitFor(socket, '"sid"');
  socket.write(textFrame('40'));
  await waitFor(socket, '40{"sid"');
  // A call is answered when the socket hears everything.
  socket.write(textFrame('420["user:me",{}]'));
  await waitFor(socket, '430[');
  socket.pause();
  return socket;
}

/** A short text frame, masked with zeros. */
function textFrame(text: string): Buffer {
  return Buffer.from([0x81, 0x80 + text.length, 0, 0, 0, 0, ...Buffer.from(text)]);
}

async function waitFor(socket: Socket, text: string): Promise<void> {
  let heard = '';
  while (!heard.includes(text)) {
    const [chunk] = await once(socket, 'data');
    heard += String(chunk);
  }
}
