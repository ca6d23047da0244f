import type { UserId } from '#contract/ids.ts';
import type { Actor } from '#domain/actor.ts';
import { seenAmong } from '#domain/sight.ts';
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

/**
 * Makes a socket receive the presence of these users and nobody else, and gives it as it is now. Whom its user does not
 * see is passed over.
 */
export async function watchPresence(socket: ChatSocket, userIds: UserId[]) {
  const watched = await changeWatched(
    socket,
    async () => new Set(await visibleAmong(socket.data.actor, userIds)),
  );
  return {
    items: userIds.flatMap((userId) => (watched.has(userId) ? [{ userId, status: presenceOf(userId) }] : [])),
  };
}

/** Makes a socket receive no more of the presence of those whom its user sees no longer. */
export async function reviewWatched(socket: ChatSocket): Promise<void> {
  await changeWatched(
    socket,
    async (watched) => new Set(await visibleAmong(socket.data.actor, [...watched])),
  );
}

/** Joins and leaves rooms until the socket watches whom `choose` gives; nobody, if that fails. */
function changeWatched(
  socket: ChatSocket,
  choose: (watched: Set<UserId>) => Promise<Set<UserId>>,
): Promise<Set<UserId>> {
  const before = socket.data.watched;
  // After the call before: two at once would both leave what the one before them joined, and not each other's.
  const changed = before.then(async (watched) => {
    const wanted = await choose(watched);
    for (const user of watched) if (!wanted.has(user)) await socket.leave(roomOf({ watchersOf: user }));
    await socket.join([...wanted].map((watchersOf) => roomOf({ watchersOf })));
    return wanted;
  });
  socket.data.watched = changed.catch(async () => {
    for (const user of await before) await socket.leave(roomOf({ watchersOf: user }));
    return new Set<UserId>();
  });
  return changed;
}

async function visibleAmong(actor: Actor, ids: UserId[]): Promise<UserId[]> {
  if (actor.role !== 'guest' || ids.length === 0) return ids;
  const seen = await seenAmong(actor, ids);
  return ids.filter((id) => seen.has(id));
}
