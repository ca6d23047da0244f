import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { busy } from '#platform/connection-queue.ts';

// After a restart everybody comes back at once. Node takes one new connection in each turn of the event loop: if each of
// them were let in by itself, every turn would carry the statements of one arrival and take as long as they do. So
// whoever comes waits a moment for others, and what they ask is asked for all of them together. And where all would be
// let in at once, nobody would be there before they lose patience, and what was done for them was in vain: so only some
// are on their way at a time.

/** Milliseconds that whoever comes waits for others, at the most. */
const LONGEST = 40;
/** Turns of the event loop without another one after which nobody else is waited for: one accepts, one reads. */
const QUIET_TURNS = 2;
/** Who may wait to be let in. */
const MOST_WAITING = 10_000;

/** Those who are on their way from a handshake to the answer of their first call. */
export interface Arrivals {
  /**
   * Resolves when a handshake may go on: after some turns of the event loop for whoever comes alone, together with others
   * for whoever comes while they do. From then on it counts until `arrived` or the end of its connection. The connection
   * of whoever has hung up meanwhile is closed when it resolves. Throws `unavailable` when too many wait already.
   */
  arrive(request: IncomingMessage): Promise<void>;
  /** Whoever came by this handshake has been answered, or was refused: there is room for another. */
  arrived(request: IncomingMessage): void;
}

interface Waiting {
  request: IncomingMessage;
  letIn(): void;
}

/** `most` are on their way at a time, and count for `longest` ms at the most. */
export function createArrivals(most = 200, longest = 2_000): Arrivals {
  let waiting: Waiting[] = [];
  let isGathering = false;
  /** What ends the count of each who is on their way: a connection counts once, however often it asks. */
  const under = new Map<Socket, () => void>();

  function gather(): void {
    if (isGathering || waiting.length === 0 || under.size >= most) return;
    isGathering = true;
    waitForMore(waiting.length, QUIET_TURNS, performance.now());
  }

  function waitForMore(known: number, turns: number, since: number): void {
    setImmediate(() => {
      const left = waiting.length > known ? QUIET_TURNS : turns - 1;
      const isFull = waiting.length >= most - under.size;
      if (left > 0 && !isFull && performance.now() - since < LONGEST)
        return waitForMore(waiting.length, left, since);
      // Nobody reads these connections yet: without being asked, they do not say that the other side has hung up.
      for (const { request } of waiting) request.socket.read(0);
      setImmediate(letSomeIn);
    });
  }

  /** Those who came first, and are there still. */
  function letSomeIn(): void {
    for (const { request } of waiting) if (request.socket.readableEnded) request.socket.destroy();
    const { gone = [], here = [] } = Object.groupBy(waiting, ({ request }) =>
      request.socket.destroyed ? 'gone' : 'here',
    );
    const some = here.splice(0, most - under.size);
    waiting = here;
    for (const { request } of some) count(request.socket);
    for (const { letIn } of [...gone, ...some]) letIn();
    isGathering = false;
    gather();
  }

  function count(socket: Socket): void {
    if (under.has(socket)) return;
    const end = () => {
      clearTimeout(timer);
      socket.off('close', end);
      if (under.delete(socket)) gather();
    };
    const timer = setTimeout(end, longest);
    socket.once('close', end);
    under.set(socket, end);
  }

  return {
    arrive(request) {
      if (waiting.length >= MOST_WAITING) return Promise.reject(busy());
      return new Promise((letIn) => {
        waiting.push({ request, letIn });
        gather();
      });
    },
    arrived: ({ socket }) => under.get(socket)?.(),
  };
}
