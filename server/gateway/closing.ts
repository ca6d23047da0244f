import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '#contract/errors.ts';
import type { ChatServer, ChatSocket } from './chat-socket.ts';
import { drain } from './draining.ts';
import { refuseOnSocket } from './socket-operations.ts';

/** Milliseconds that running calls have to be answered, and after them clients to answer a closing handshake. */
const ANSWER_TIMEOUT = 2_000;
/** Milliseconds between two sockets that are sent away, and for all of them together. */
const PACE = 2;
const LONGEST_PARTING = 3_000;

/**
 * Gives the function that closes HTTP and sockets within 8 seconds after the proxy was told (`drain`): no new connections and no new calls (the clients'
 * outboxes keep theirs), what runs is answered, then sockets are sent away one after the other, so that not all
 * come back in the same moment, and whoever does not answer, as a sleeping laptop, is cut off.
 */
export function closeTransports(
  httpServer: Server,
  io: ChatServer,
  drainSeconds: number,
): () => Promise<void> {
  const upgraded = new Set<Duplex>();
  httpServer.on('upgrade', (_request, connection: Duplex) => {
    upgraded.add(connection);
    connection.once('close', () => upgraded.delete(connection));
  });
  return async () => {
    await drain(drainSeconds);
    const closed = new Promise<void>((resolve) => {
      httpServer.close(() => resolve());
    });
    const sockets = [...io.of('/').sockets.values()];
    for (const socket of sockets) refuseCalls(socket);
    await Promise.race([callsAnswered(sockets), delay(ANSWER_TIMEOUT, undefined, { ref: false })]);
    await sendAway(sockets);
    const cut = setTimeout(() => {
      httpServer.closeAllConnections();
      for (const connection of upgraded) connection.destroy();
    }, ANSWER_TIMEOUT);
    await io.close();
    httpServer.closeIdleConnections();
    await closed;
    clearTimeout(cut);
  };
}

/** Answers whatever is asked from now on. */
function refuseCalls(socket: ChatSocket): void {
  const refusal = new Refusal('unavailable', 'The server is stopping: try again in a moment.', {
    retryAfter: 1,
  });
  socket.offAny();
  socket.onAny((_name: string, ...parts: unknown[]) => refuseOnSocket(refusal, parts));
}

function callsAnswered(sockets: ChatSocket[]): Promise<unknown> {
  return Promise.all(sockets.flatMap((socket) => [...socket.data.running]));
}

/** Closes the connections without a word of Socket.IO's that would keep clients from coming back by themselves. */
async function sendAway(sockets: ChatSocket[]): Promise<void> {
  const pace = Math.min(PACE, LONGEST_PARTING / sockets.length);
  let parted = performance.now();
  for (const socket of sockets) {
    socket.conn.close();
    parted += pace;
    const early = parted - performance.now();
    if (early > 1) await delay(early);
  }
}
