import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Role } from '#contract/users.ts';
import { listJoinedIds } from '#domain/rooms.ts';
import { standingsOf } from '#domain/standings.ts';
import type { ChatServer, ChatSocket } from './chat-socket.ts';
import { withMemberships } from './memberships.ts';
import { reviewWatched } from './presence.ts';
import { INSIDERS, roomOf } from './rooms.ts';
import { leaveThreadsOutside } from './watched-threads.ts';

// What an open socket may receive depends on what its user is in the workspace, which may change while it is open.

/** Holds the sockets of these users here against what the users are now. Rejects when the database does not answer. */
export async function reviewUsers(io: ChatServer, ids: UserId[]): Promise<void> {
  const present = ids.filter((user) => socketsIn(io, roomOf({ user })).length > 0);
  if (present.length === 0) return;
  const standings = await standingsOf(present);
  const sockets = present.flatMap((user) => socketsIn(io, roomOf({ user })));
  await Promise.all(
    sockets.map(async (socket) => {
      const standing = standings.get(socket.data.actor.userId) ?? 'removed';
      if (standing === 'suspended' || standing === 'removed') {
        socket.emit('session:ended', { reason: standing });
        socket.disconnect(true);
      } else if (standing !== socket.data.actor.role) await change(socket, standing);
    }),
  );
}

/** Gives a socket the role that its user has now, and the rooms that go with it. */
export async function takeRole(socket: ChatSocket, role: Role): Promise<void> {
  socket.data.actor = { ...socket.data.actor, role };
  await (role === 'guest' ? socket.leave(INSIDERS) : socket.join(INSIDERS));
}

async function change(socket: ChatSocket, role: Role): Promise<void> {
  await takeRole(socket, role);
  if (role === 'guest') {
    const { actor } = socket.data;
    await withMemberships(
      actor.userId,
      () => listJoinedIds(actor),
      (joined) => leaveThreadsOutside(socket, new Set(joined)),
    );
    await reviewWatched(socket);
  }
  // The answer of `sync` says what they may do now, and forgets with them what they do not see any more.
  socket.emit('resync', { reason: 'missed' });
}

/** A user has left a conversation: guests who were there with them may not see each other any more. */
export function reviewGuests(io: ChatServer, user: UserId, conversation: ConversationId): void {
  const others = socketsIn(io, roomOf({ conversation })).filter(({ rooms }) =>
    rooms.has(roomOf({ watchersOf: user })),
  );
  reviewSockets([...others, ...socketsIn(io, roomOf({ user }))]);
}

/** The same of a conversation that is gone. Call it before its room is left. */
export function reviewGuestsIn(io: ChatServer, conversation: ConversationId): void {
  reviewSockets(socketsIn(io, roomOf({ conversation })));
}

function reviewSockets(sockets: ChatSocket[]): void {
  // Whatever goes wrong there, nobody is watched any more.
  for (const socket of sockets)
    if (socket.data.actor.role === 'guest') reviewWatched(socket).catch(() => undefined);
}

/** The sockets in a room of this instance. */
export function socketsIn(io: ChatServer, room: string): ChatSocket[] {
  const { adapter, sockets } = io.of('/');
  return [...(adapter.rooms.get(room) ?? [])].flatMap((id) => sockets.get(id) ?? []);
}
