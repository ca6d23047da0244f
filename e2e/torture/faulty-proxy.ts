import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from './random.ts';
import { doubledShare, isWholeSend, repeatRequest } from './repeated-request.ts';

/** A TCP proxy on loopback that does to its connections what trains and tunnels do. */
export interface FaultyProxy {
  url: string;
  /** Connections ended by a fault so far. */
  readonly cuts: number;
  /** Requests that reached the server twice so far. */
  readonly doubles: number;
  cut(share: number): void;
  stall(ms: number): void;
  delay(ms: number, mostMs: number): void;
  /** New connections end after a random number of bytes up to `withinBytes`. */
  cutMidFrame(ms: number, withinBytes: number): void;
  /** Ends everything and lets nobody in. */
  shut(ms: number): void;
  /** No faults from now on. */
  heal(): void;
  close(): Promise<void>;
}

interface Link {
  near: Socket;
  far: Socket;
  /** How many more bytes pass, in both directions together. */
  bytesLeft: number;
}

/** Opens a proxy on a free port to `port` on this machine. `origin`: what its address begins with, up to the port. */
export async function openFaultyProxy(
  port: number,
  random: Random,
  origin = 'http://127.0.0.1',
): Promise<FaultyProxy> {
  const links = new Set<Link>();
  const until = { stalled: 0, delayed: 0, midFrame: 0, shut: 0 };
  let mostDelay = 0;
  let withinBytes = 0;
  let cuts = 0;
  let doubles = 0;

  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (Date.now() < until.shut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    const bytesLeft = Date.now() < until.midFrame ? random.between(1, withinBytes) : Number.POSITIVE_INFINITY;
    const link: Link = { near, far, bytesLeft };
    links.add(link);
    near.setNoDelay(true);
    far.setNoDelay(true);
    near.on('data', double);
    carry(link, near, far);
    carry(link, far, near);
  });

  function double(chunk: Buffer): void {
    if (!isWholeSend(chunk) || !random.chance(doubledShare)) return;
    doubles += 1;
    repeatRequest(port, chunk);
  }

  function carry(link: Link, from: Socket, to: Socket): void {
    from.on('error', () => undefined);
    from.on('close', () => {
      links.delete(link);
      to.destroy();
    });
    from.on('data', (chunk) => {
      from.pause();
      void pass(link, chunk, to).then(() => from.resume());
    });
    // One at a time, so that nothing overtakes what waits in `pass`.
    from.on('end', () => to.end());
  }

  async function pass(link: Link, chunk: Buffer, to: Socket): Promise<void> {
    while (Date.now() < until.stalled) await delay(Math.min(50, until.stalled - Date.now() + 1));
    if (Date.now() < until.delayed) await delay(random.between(0, mostDelay));
    if (!links.has(link)) return;
    if (chunk.length >= link.bytesLeft) {
      to.write(chunk.subarray(0, link.bytesLeft), () => end(link));
      return;
    }
    link.bytesLeft -= chunk.length;
    if (!to.write(chunk) && !to.destroyed)
      await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => undefined);
  }

  function end(link: Link): void {
    if (!links.delete(link)) return;
    cuts += 1;
    if (random.chance(0.5)) link.near.resetAndDestroy();
    else link.near.destroy();
    link.far.destroy();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy got no port');

  return {
    url: `${origin}:${address.port}`,
    get cuts() {
      return cuts;
    },
    get doubles() {
      return doubles;
    },
    cut(share) {
      for (const link of [...links]) if (random.chance(share)) end(link);
    },
    stall(ms) {
      until.stalled = Date.now() + ms;
    },
    delay(ms, mostMs) {
      until.delayed = Date.now() + ms;
      mostDelay = mostMs;
    },
    cutMidFrame(ms, bytes) {
      until.midFrame = Date.now() + ms;
      withinBytes = bytes;
    },
    shut(ms) {
      until.shut = Date.now() + ms;
      for (const link of [...links]) end(link);
    },
    heal() {
      Object.assign(until, { stalled: 0, delayed: 0, midFrame: 0, shut: 0 });
      for (const link of links) link.bytesLeft = Number.POSITIVE_INFINITY;
    },
    async close() {
      for (const { near, far } of links) {
        near.destroy();
        far.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}
