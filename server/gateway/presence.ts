import type { UserId } from '#contract/ids.ts';
import { live } from '#platform/events.ts';
import { noteDevice, presenceOf } from '#platform/presence-store.ts';
import type { ChatSocket } from './chat-socket.ts';
import { roomOf } from './rooms.ts';

/** Milliseconds a person stays present after their last socket: a reload is not a departure. */
const GRACE = 4_000;

type Status = Parameters<typeof noteDevice>[2];

/** Notes what a device says (null: it is gone) and tells those who watch its person, if that changed anything. */
export function notePresence(userId: UserId, deviceId: string, status: Status): void {
  const changed = noteDevice(userId, deviceId, status);
  if (changed) live().publish({ watchersOf: userId }, 'presence', { userId, status: changed });
}

/** The same for a device that has disconnected, after the grace. */
export function noteDeparture(userId: UserId, deviceId: string): void {
  setTimeout(() => notePresence(userId, deviceId, null), GRACE).unref();
}

/** Makes a socket hear the presence of these people and nobody else, and gives it as it is now. */
export async function watchPresence(socket: ChatSocket, userIds: UserId[]) {
  const wanted = new Set(userIds.map((watchersOf) => roomOf({ watchersOf })));
  for (const room of socket.data.watched) if (!wanted.has(room)) await socket.leave(room);
  await socket.join([...wanted]);
  socket.data.watched = wanted;
  return { items: userIds.map((userId) => ({ userId, status: presenceOf(userId) })) };
}
