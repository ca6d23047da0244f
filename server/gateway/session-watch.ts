import { endExpired, renewSessions } from '#domain/sessions.ts';
import type { Log } from '#platform/log.ts';
import type { ChatServer } from './chat-socket.ts';
import { toRefusal } from './dispatch.ts';

/** How often the sessions of open sockets are looked at, in ms; and how many in one statement. */
const INTERVAL = 5 * 60 * 1_000;
const SESSIONS = 1_000;

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
  const ids = [...new Set([...io.of('/').sockets.values()].map((socket) => socket.data.actor.sessionId))];
  for (let at = 0; at < ids.length; at += SESSIONS) {
    const some = ids.slice(at, at + SESSIONS);
    const alive = new Set(await renewSessions(some));
    for (const id of some) if (!alive.has(id)) endExpired(id);
  }
}
