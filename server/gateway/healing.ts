import { setTimeout as delay } from 'node:timers/promises';
import type { UserId } from '#contract/ids.ts';
import { listJoinedIds } from '#domain/rooms.ts';
import { endExpired, livingSessions } from '#domain/sessions.ts';
import type { Log } from '#platform/log.ts';
import type { ChatServer, ChatSocket } from './chat-socket.ts';
import { toRefusal } from './dispatch.ts';
import { withMemberships } from './memberships.ts';
import { reviewWatched } from './presence.ts';
import { reviewUsers } from './review.ts';
import { isConversationRoom, roomOf } from './rooms.ts';
import { leaveThreadsOutside } from './watched-threads.ts';

/** Sessions looked at in one statement, and users whose conversations are read at a time. */
const SESSIONS = 1_000;
const USERS = 4;
/** Sockets that are told at a time, and ms between them: each of them asks what changed. */
const TOLD = 20;
const PACE = 100;
/** Milliseconds until it is tried again when the database does not answer. */
const RETRY = 5_000;

/**
 * Gives the function to call when something may have been announced that has not arrived here, or was never announced. It
 * holds all sockets against the database: first whose session is over, then who is what in the workspace and in which
 * conversation; and then tells each client to ask what changed, some 200 in a second. Called meanwhile, it begins anew
 * once that is done.
 */
export function createHealing(io: ChatServer, log: Log): () => void {
  let isRunning = false;
  let isWanted = false;

  async function run(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      const { sockets } = io.of('/');
      if (sockets.size === 0) continue;
      try {
        await endSessions([...sockets.values()]);
        await reviewRoles(io, [...sockets.values()]);
        await joinAndLeave(byUser([...sockets.values()]));
        await tell([...sockets.values()]);
      } catch (error) {
        toRefusal(error, log, 'healing');
        isWanted = true;
        await delay(RETRY, undefined, { ref: false });
      }
    }
  }

  return () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    void run().finally(() => {
      isRunning = false;
    });
  };
}

async function endSessions(sockets: ChatSocket[]): Promise<void> {
  const ids = [...new Set(sockets.map((socket) => socket.data.actor.sessionId))];
  for (let at = 0; at < ids.length; at += SESSIONS) {
    const some = ids.slice(at, at + SESSIONS);
    const living = new Set(await livingSessions(some));
    for (const id of some) if (!living.has(id)) endExpired(id);
  }
}

async function reviewRoles(io: ChatServer, sockets: ChatSocket[]): Promise<void> {
  const ids = [...new Set(sockets.map((socket) => socket.data.actor.userId))];
  for (let at = 0; at < ids.length; at += SESSIONS) await reviewUsers(io, ids.slice(at, at + SESSIONS));
  for (const socket of sockets) if (socket.data.actor.role === 'guest') await reviewWatched(socket);
}

function byUser(sockets: ChatSocket[]): [UserId, ChatSocket[]][] {
  return [...Map.groupBy(sockets, (socket) => socket.data.actor.userId)];
}

async function joinAndLeave(users: [UserId, ChatSocket[]][]): Promise<void> {
  for (let at = 0; at < users.length; at += USERS)
    await Promise.all(users.slice(at, at + USERS).map(([userId, sockets]) => correctRooms(userId, sockets)));
}

async function correctRooms(userId: UserId, sockets: ChatSocket[]): Promise<void> {
  const [socket] = sockets;
  if (!socket) return;
  await withMemberships(
    userId,
    () => listJoinedIds(socket.data.actor),
    (conversations) => {
      const rooms = new Set(conversations.map((conversation) => roomOf({ conversation })));
      for (const own of sockets) {
        if (!own.connected) continue;
        for (const room of own.rooms) if (isConversationRoom(room) && !rooms.has(room)) void own.leave(room);
        void own.join([...rooms]);
        leaveThreadsOutside(own, new Set(conversations));
      }
    },
  );
}

async function tell(sockets: ChatSocket[]): Promise<void> {
  for (let at = 0; at < sockets.length; at += TOLD) {
    for (const socket of sockets.slice(at, at + TOLD)) socket.emit('resync', { reason: 'missed' });
    if (at + TOLD < sockets.length) await delay(PACE, undefined, { ref: false });
  }
}
