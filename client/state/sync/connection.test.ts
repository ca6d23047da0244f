import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signUp } from '#gateway/testing/people.ts';
import { startTestServer } from '#gateway/testing/server.ts';
import { backOff, createConnection, type EventHandlers } from './connection.ts';

describe('connection', () => {
  it('waits longer each time, to a bound, half of it by chance', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
        const wait = backOff(attempt, chance);
        expect(wait).toBeGreaterThanOrEqual(250);
        expect(wait).toBeLessThanOrEqual(20_000);
        expect(wait).toBeLessThanOrEqual(backOff(attempt + 1, 1));
      }),
    );
  });

  it('goes back to WebSockets when one hung once and polls come to another instance each time', async () => {
    const server = await startTestServer();
    const ada = await signUp(server.url, 'Ada');
    const line = await openLine(server.url);
    const { promise: connected, resolve } = Promise.withResolvers<void>();
    const connection = createConnection({
      url: line.url,
      headers: ada.headers,
      handlers: {} as EventHandlers,
      onStatus: (status) => {
        if (status === 'connected') resolve();
      },
    });
    connection.open();
    await connected;
    expect(line.opened).toEqual(['websocket', 'polling', 'websocket']);
    connection.close();
    line.close();
    await server.close();
  }, 40_000);
});

/**
 * A proxy that neither refuses the first WebSocket nor lets it through, and sends what follows the start of long polling
 * to where nobody knows of it.
 */
async function openLine(target: string) {
  const sockets: Socket[] = [];
  const opened: string[] = [];
  const isFollowing = (url: string | undefined) => url?.includes('sid=') ?? false;
  const proxy = createServer((asked, answer) => {
    if (isFollowing(asked.url))
      return void answer.writeHead(400).end('{"code":1,"message":"Session ID unknown"}');
    opened.push('polling');
    const { url: path, headers } = asked;
    request(`${target}${path}`, { headers }, (found) => {
      answer.writeHead(found.statusCode ?? 500, found.headers);
      found.pipe(answer);
    }).end();
  });
  proxy.on('upgrade', ({ url, rawHeaders }, near: Socket) => {
    near.on('error', () => {});
    if (isFollowing(url)) return near.destroy();
    sockets.push(near);
    opened.push('websocket');
    if (opened.length === 1) return;
    const far = connect(Number(new URL(target).port), 'localhost');
    far.on('error', () => {});
    sockets.push(far);
    const headers = rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`));
    far.write(`GET ${url} HTTP/1.1\r\n${headers.join('')}\r\n`);
    near.pipe(far).pipe(near);
  });
  proxy.listen(0, 'localhost');
  await once(proxy, 'listening');
  const address = proxy.address();
  return {
    url: `http://localhost:${typeof address === 'object' ? address?.port : ''}`,
    /** By which transport a connection was begun, each time. */
    opened,
    close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}
