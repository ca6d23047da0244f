import type { ConversationId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { decodeStreamCursor, epochDigest, StreamPosition } from './stream-position.ts';
import { beforeCrash, changedSince, readSyncMark, type SyncMark, xidReach } from './sync-cursors.ts';

/** A conversation of which something is to be told, after this version. */
export interface Behind {
  id: ConversationId;
  after: number;
}

/** Where a stream begins. */
export interface StreamStart {
  position: StreamPosition;
  /** What was missed, to be told first. */
  behind: Behind[];
  /** More was missed than is repeated: whoever comes asks `sync`, as after a long absence. */
  isTooFar: boolean;
  /** When all of that is told, so is everything that is visible here. */
  mark: SyncMark;
}

interface VersionRow {
  id: ConversationId;
  version: number;
  is_changed: boolean;
}

/**
 * Where the stream of an actor begins: at an id that they were given before, or now. Whatever is announced after this was
 * called has to be told too: it may not be in here.
 */
export async function startStream(actor: Actor, lastId: string | null): Promise<StreamStart> {
  const mark = await readSyncMark();
  const cursor = lastId === null ? null : decodeStreamCursor(lastId);
  const isKnown =
    cursor !== null &&
    cursor.epoch === epochDigest(mark) &&
    cursor.horizon <= mark.next &&
    mark.next - cursor.horizon < xidReach;
  const rows = await listVersions(actor, isKnown ? cursor.horizon : mark.horizon);
  const fromNow = (isTooFar: boolean): StreamStart => {
    const position = new StreamPosition({
      epoch: epochDigest(mark),
      horizon: mark.horizon,
      versions: new Map(),
    });
    for (const { id, version } of rows) position.known.set(id, version);
    return { position, behind: [], isTooFar, mark };
  };
  if (!isKnown) return fromNow(lastId !== null);

  const changed = rows.filter((row) => row.is_changed);
  if (changed.length > limits.resumedConversations) return fromNow(true);
  const position = new StreamPosition(cursor);
  for (const { id, version } of rows) position.known.set(id, version);
  const starts = await findStarts(
    changed.map(({ id }) => id).filter((id) => !cursor.versions.has(id)),
    cursor.horizon,
  );
  const behind: Behind[] = [];
  let missed = 0;
  for (const { id, version } of changed) {
    const after = cursor.versions.get(id) ?? starts.get(id) ?? 0;
    if (after >= version) continue;
    position.known.set(id, after);
    behind.push({ id, after });
    missed += version - after;
  }
  return missed > limits.resumedChanges ? fromNow(true) : { position, behind, isTooFar: false, mark };
}

/** What a stream has not been told of all that is visible at the mark that comes with it, whatever was announced. */
export async function findMissed(
  actor: Actor,
  position: StreamPosition,
): Promise<{ behind: Behind[]; mark: SyncMark }> {
  const mark = await readSyncMark();
  const since = horizonOf(position, mark);
  const rows = (await listVersions(actor, since)).filter((row) => row.is_changed);
  const unknown = rows.filter(({ id }) => !position.known.has(id)).map(({ id }) => id);
  const starts = await findStarts(unknown, since);
  const behind = rows.flatMap(({ id, version }) => {
    const after = position.known.get(id) ?? starts.get(id) ?? 0;
    return after < version ? [{ id, after }] : [];
  });
  return { behind, mark };
}

/** After which version of a conversation something may not have been told to a stream that knows nothing of it. */
export async function findStart(id: ConversationId, position: StreamPosition): Promise<number> {
  const horizon = horizonOf(position, await readSyncMark());
  return (await findStarts([id], horizon)).get(id) ?? 0;
}

function horizonOf({ epoch, horizon }: StreamPosition, mark: SyncMark): number {
  return epoch === epochDigest(mark) ? horizon : beforeCrash(horizon);
}

/** The conversations whose events an actor receives, and whether they changed since a horizon. */
function listVersions({ userId }: Actor, horizon: number): Promise<VersionRow[]> {
  return queryRows<VersionRow>(
    'stream-versions',
    `SELECT c.id, c.version, ${changedSince('c', '$2')} AS is_changed
     FROM member mine JOIN conversation c ON c.id = mine.conversation_id WHERE mine.user_id = $1 ORDER BY c.id`,
    [userId, horizon],
  );
}

/**
 * For each conversation the newest version that was visible at a horizon. A transaction holds the conversation's lock until
 * it has committed: so whatever was not visible has a greater version than whatever was. Those that changed more than is
 * repeated have none.
 */
async function findStarts(ids: ConversationId[], horizon: number): Promise<Map<ConversationId, number>> {
  if (ids.length === 0) return new Map();
  const rows = await queryRows<{ id: ConversationId; version: number }>(
    'stream-starts',
    `SELECT r.id, found.version FROM unnest($1::uuid[]) AS r(id)
     CROSS JOIN LATERAL (
       SELECT version FROM (
         SELECT m.version, ${changedSince('m', '$2')} AS is_changed FROM message m
         WHERE m.conversation_id = r.id ORDER BY m.version DESC LIMIT ${limits.resumedChanges + 1}
       ) AS newest WHERE NOT is_changed ORDER BY version DESC LIMIT 1
     ) AS found`,
    [ids, horizon],
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
}
