import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Arrivals, createArrivals } from './arriving.ts';

const AN_HOUR = 3_600_000;

let server: Server;
let port: number;
let came: IncomingMessage[] = [];
let within: IncomingMessage[] = [];
let clients: Socket[] = [];

async function listen(arrivals: Arrivals): Promise<void> {
  [came, within, clients] = [[], [], []];
  server = createServer();
  server.on('upgrade', async (request, connection) => {
    connection.on('error', () => undefined);
    came.push(request);
    await arrivals.arrive(request);
    if (!request.socket.destroyed) within.push(request);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
}

afterEach(async () => {
  for (const client of clients) client.destroy();
  for (const { socket } of came) socket.destroy();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

/** So many handshakes at once, until all of them wait or are let in. */
async function come(count: number): Promise<void> {
  const expected = came.length + count;
  for (let each = 0; each < count; each += 1) {
    const client = connect(port, '127.0.0.1');
    client.on('error', () => undefined);
    client.write('GET / HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    clients.push(client);
  }
  await expect.poll(() => came.length).toBe(expected);
}

const numberWithin = expect.poll.bind(null, () => within.length);

test('whoever comes alone is let in', async () => {
  await listen(createArrivals(1, AN_HOUR));
  await come(1);
  await numberWithin().toBe(1);
});

test('only some are on their way at a time, and the next come in as these arrive or leave', async () => {
  const arrivals = createArrivals(5, AN_HOUR);
  await listen(arrivals);
  await come(20);
  await numberWithin().toBe(5);
  const [first, second] = within;
  if (!(first && second)) throw new Error('Nobody is there');
  arrivals.arrived(first);
  arrivals.arrived(first);
  await numberWithin().toBe(6);
  second.socket.destroy();
  await numberWithin().toBe(7);
  for (const request of within) arrivals.arrived(request);
  await numberWithin().toBe(12);
  expect(within).toEqual(came.slice(0, 12));
});

test('who has hung up while they waited is not let in, and takes nobody’s room', async () => {
  const arrivals = createArrivals(5, AN_HOUR);
  await listen(arrivals);
  await come(12);
  await numberWithin().toBe(5);
  const gone = came.slice(5, 10);
  const ports = gone.map(({ socket }) => socket.remotePort);
  const ended = clients.filter(({ localPort }) => ports.includes(localPort));
  await Promise.all(
    ended.map((client) => {
      client.end();
      return new Promise((resolve) => client.once('finish', resolve));
    }),
  );
  for (const request of [...within]) arrivals.arrived(request);
  await numberWithin().toBe(7);
  expect(gone.every(({ socket }) => socket.destroyed)).toBe(true);
});

test('who never arrives does not count for ever', async () => {
  await listen(createArrivals(2, 20));
  await come(9);
  await numberWithin().toBe(9);
});
