import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ChatServer } from './chat-socket.ts';

/** Milliseconds that clients have to answer a closing handshake. A sleeping laptop never will. */
const PATIENCE = 2_000;

/**
 * Gives the function that closes both doors: no new connections, what runs is finished, sockets are closed (their
 * clients come back by themselves, spread over time by their back-off), and what does not answer is cut.
 */
export function closingDoors(httpServer: Server, io: ChatServer): () => Promise<void> {
  const upgraded = new Set<Duplex>();
  httpServer.on('upgrade', (_request, connection: Duplex) => {
    upgraded.add(connection);
    connection.once('close', () => upgraded.delete(connection));
  });
  return async () => {
    const cut = setTimeout(() => {
      httpServer.closeAllConnections();
      for (const connection of upgraded) connection.destroy();
    }, PATIENCE);
    await io.close();
    clearTimeout(cut);
  };
}
