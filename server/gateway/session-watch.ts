import { endExpired, renewSessions } from '#domain/sessions.ts';
import type { Log } from '#platform/log.ts';
import type { ChatServer } from './chat-socket.ts';
import { toRefusal } from './dispatch.ts';

/** How often the sessions of open sockets are looked at, in ms. */
const INTERVAL = 60 * 60 * 1_000;

/** An open socket is use of its session; one whose session is over all the same is told so and closed. Gives the end of it. */
export function watchSessions(io: ChatServer, log: Log): () => void {
  const timer = setInterval(() => {
    reviewSessions(io).catch((error: unknown) => toRefusal(error, log, 'session-watch'));
  }, INTERVAL);
  timer.unref();
  return () => clearInterval(timer);
}

/** Renews the sessions of all open sockets and ends those that are over. */
export async function reviewSessions(io: ChatServer): Promise<void> {
  const ids = new Set([...io.of('/').sockets.values()].map((socket) => socket.data.actor.sessionId));
  const alive = new Set(await renewSessions([...ids]));
  for (const id of ids) if (!alive.has(id)) endExpired(id);
}
