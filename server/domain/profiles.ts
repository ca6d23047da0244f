import { Refusal, refuseField } from '#contract/errors.ts';
import { plainHandle } from '#contract/handles.ts';
import { limits } from '#contract/limits.ts';
import type { Me, UserPatch } from '#contract/users.ts';
import { type Query, transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { exchangePicture } from './files.ts';
import { type ChosenHandle, freeHandle, isFromName, refuseTakenHandle, wantedHandle } from './handles.ts';
import { announceUser } from './user-events.ts';
import { lockWorkspace, type MeRow, meColumns, toMe, toUser, type UserRow, userColumns } from './users.ts';

/**
 * Changes the caller's own profile; a handle that came from the name follows it. Refuses a handle that is taken or
 * reserved (`conflict`), a time that is over or too far away (`invalid`), and a picture that is not the caller's to use
 * (`not_found`).
 */
export async function updateMe(actor: Actor, patch: UserPatch): Promise<Me> {
  const asked = patch.handle === undefined ? null : wantedHandle(patch.handle);
  refuseOtherThanSoon('status.until', patch.status?.until);
  refuseOtherThanSoon('quietUntil', patch.quietUntil);
  const row = await transaction(async (query) => {
    // All handles are given out under the workspace's lock.
    if (patch.name !== undefined || asked) await lockWorkspace(query);
    const user = await lockUser(query, actor);
    const chosen = asked ?? (await followingHandle(query, user, patch.name));
    if (patch.pictureId !== undefined) await exchangePicture(query, actor, patch.pictureId, user.picture_id);
    return changeUser(query, actor, patch, chosen);
  }).catch((error: unknown) => {
    throw refuseTakenHandle(error);
  });
  const { hidesPreviews, ...shown } = patch;
  if (Object.values(shown).some((value) => value !== undefined)) announceUser(toUser(row));
  // Nobody else is told of that: the devices of this user ask.
  if (hidesPreviews !== undefined) live().publish({ user: actor.userId }, 'resync', { reason: 'missed' });
  return toMe(row);
}

/** A time that something ends at lies ahead, and not further than anybody means it. */
function refuseOtherThanSoon(field: string, until: string | null | undefined): void {
  if (until === null || until === undefined) return;
  const days = (Date.parse(until) - Date.now()) / (24 * 60 * 60_000);
  if (days <= 0) throw refuseField(field, 'This time is over: choose a later one');
  if (days > limits.profileDays) throw refuseField(field, `Choose a time within ${limits.profileDays} days`);
}

async function lockUser(query: Query, actor: Actor): Promise<UserRow> {
  const [user] = await query<UserRow>(
    `SELECT ${userColumns} FROM "user" u
     WHERE u.id = $1 AND u.suspended_at IS NULL AND u.removed_at IS NULL FOR UPDATE`,
    [actor.userId],
  );
  if (!user) throw new Refusal('unauthenticated', 'Sign in first.');
  return user;
}

/** The handle that a new name gives to a user whose handle came from the old one; null when it stays as it is. */
async function followingHandle(
  query: Query,
  user: UserRow,
  name: string | undefined,
): Promise<ChosenHandle | null> {
  if (name === undefined || plainHandle(user.name) === plainHandle(name)) return null;
  return isFromName(user.handle, user.name) ? freeHandle(query, name) : null;
}

async function changeUser(
  query: Query,
  actor: Actor,
  { name, title, timeZone, status, quietUntil, pictureId, hidesPreviews }: UserPatch,
  chosen: ChosenHandle | null,
): Promise<MeRow> {
  const changes: Record<string, unknown> = {
    name,
    title,
    time_zone: timeZone,
    quiet_until: quietUntil,
    picture_id: pictureId,
    hides_previews: hidesPreviews,
    ...(chosen ? { handle: chosen.handle, handle_skeleton: chosen.skeleton } : {}),
    ...(status === undefined
      ? {}
      : {
          status_emoji: status?.emoji ?? '',
          status_text: status?.text ?? '',
          status_until: status?.until ?? null,
        }),
  };
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const set = given.map(([column], index) => `${column} = $${index + 2}`);
  const [row] = await query<MeRow>(
    `UPDATE "user" AS u SET ${set.join(', ')} WHERE id = $1 RETURNING ${meColumns}`,
    [actor.userId, ...given.map(([, value]) => value)],
  );
  if (!row) throw new Error('The profile was not stored');
  return row;
}
