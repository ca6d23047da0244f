import { randomBytes } from 'node:crypto';
import { refuseField } from '#contract/errors.ts';
import { cutHandle, plainHandle } from '#contract/handles.ts';
import { limits } from '#contract/limits.ts';
import { type Query, uniqueViolation } from '#platform/database.ts';
import { skeletonOf } from './skeletons.ts';

/** A handle with what it is compared by. */
export interface ChosenHandle {
  handle: string;
  skeleton: string;
}

/** Words that mentions will give a meaning, and those that would speak for Parley itself. */
const reserved = new Set(
  [
    ...['all', 'channel', 'everybody', 'everyone', 'here', 'me', 'nobody'],
    ...['admin', 'administrator', 'bot', 'moderator', 'owner', 'parley', 'root', 'security', 'system'],
  ].map(skeletonOf),
);

/** Handles that are tried one after the other, `ada`, `ada2` and so on, before chance decides. */
const triedHandles = 100;

/** A handle that somebody asks for. Refuses one that is reserved (`conflict`, at the field). */
export function wantedHandle(handle: string): ChosenHandle {
  const skeleton = skeletonOf(handle);
  if (reserved.has(skeleton))
    throw refuseField('handle', 'This handle is kept for Parley itself: choose another', 'conflict');
  return { handle, skeleton };
}

/**
 * The first free handle that a name gives: `ada.lovelace`, `ada.lovelace2` and so on. The caller holds the
 * workspace's row lock, under which all handles are given out, so it is still free when it is stored.
 */
export async function freeHandle(query: Query, name: string): Promise<ChosenHandle> {
  const plain = plainHandle(name) || 'user';
  const numbered = Array.from({ length: triedHandles - 1 }, (_, index) => withEnd(plain, String(index + 2)));
  const candidates = [plain, ...numbered].map((handle) => ({ handle, skeleton: skeletonOf(handle) }));
  const rows = await query<{ handle_skeleton: string }>(
    'SELECT handle_skeleton FROM "user" WHERE handle_skeleton = ANY($1)',
    [candidates.map(({ skeleton }) => skeleton)],
  );
  const taken = new Set([...reserved, ...rows.map((row) => row.handle_skeleton)]);
  const free = candidates.find(({ skeleton }) => !taken.has(skeleton));
  if (free) return free;
  const handle = withEnd(plain, `-${randomBytes(6).toString('hex')}`);
  return { handle, skeleton: skeletonOf(handle) };
}

/** Whether a handle is what `freeHandle` gave for a name, and not somebody's own choice. */
export function isFromName(handle: string, name: string): boolean {
  const [, stem = '', end = ''] = /^(.*?)(\d{0,3}|-[0-9a-f]{12})$/u.exec(handle) ?? [];
  const plain = plainHandle(name) || 'user';
  return handle === plain || (end !== '' && withEnd(plain, end) === stem + end);
}

function withEnd(handle: string, end: string): string {
  return cutHandle(handle, limits.handle - end.length) + end;
}

/** What is to be thrown for an error of storing a handle: the refusal at its field, if that is what it was. */
export function refuseTakenHandle(error: unknown): unknown {
  return uniqueViolation(error) === 'user_handle_skeleton_key'
    ? refuseField('handle', 'Somebody has this handle, or one that looks like it: choose another', 'conflict')
    : error;
}
