import type { UserId } from '#contract/ids.ts';
import { live } from '#platform/events.ts';
import { noteDevice, presenceOf } from '#platform/presence-store.ts';
import type { ChatSocket } from './chat-socket.ts';
import { roomOf } from './rooms.ts';

/** Milliseconds a user stays present after their last socket: a reload is not a departure. */
const GRACE = 4_000;

type Status = Parameters<typeof noteDevice>[2];

/** Notes what a device says (null: it is gone) and announces it to those who watch its user, if that changed anything. */
export function notePresence(userId: UserId, deviceId: string, status: Status): void {
  const changed = noteDevice(userId, deviceId, status);
  if (changed) live().publish({ watchersOf: userId }, 'presence', { userId, status: changed });
}

/** The same for a device that has disconnected, after the grace. */
export function noteDeparture(userId: UserId, deviceId: string): void {
  setTimeout(() => notePresence(userId, deviceId, null), GRACE).unref();
}

/** Makes a socket receive the presence of these users and nobody else, and gives it as it is now. */
export async function watchPresence(socket: ChatSocket, userIds: UserId[]) {
  const wanted = new Set(userIds.map((watchersOf) => roomOf({ watchersOf })));
  // After the call before: two at once would both leave what the one before them joined, and not each other's.
  socket.data.watched = socket.data.watched.then(async (watched) => {
    for (const room of watched) if (!wanted.has(room)) await socket.leave(room);
    await socket.join([...wanted]);
    return wanted;
  });
  await socket.data.watched;
  return { items: userIds.map((userId) => ({ userId, status: presenceOf(userId) })) };
}
