import { z } from 'zod';
import { conversationId } from '#contract/ids.ts';
import { role } from '#contract/users.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRow } from '#platform/database.ts';

// Time is no cursor: what commits late carries an early time. PostgreSQL itself knows which transaction wrote each
// row (its system column xmin), and which of them a reader could not see yet: everything at or after the oldest of
// those may be news the next time. Nothing has to be kept up for it, and nothing can be forgotten.

/** What a sync cursor says, readable by this server only. */
const content = z.strictObject({
  /** The history of transactions that the numbers belong to: another database counts otherwise. */
  epoch: z.string().max(100),
  /** Transactions before this one were all visible. */
  horizon: z.int().min(0),
  /** A digest of the ids of the caller's conversations. */
  joined: z.string().max(40),
  /** In which role they asked; earlier releases did not say. */
  role: role.optional(),
  /** `SyncMark.recovery`; earlier releases did not say. */
  recovery: z.string().max(40).optional(),
  /** The rest of a large answer: what it asked for of conversations (`ChangedPart`); earlier releases did not say all. */
  rest: z
    .strictObject({
      after: conversationId,
      since: z.int().min(0).nullable(),
      withRead: z.boolean().optional(),
    })
    .optional(),
});
export type SyncCursor = z.infer<typeof content>;

/** A transaction id in a row has 32 bits: it tells earlier from later among the nearest 2^31. */
export const xidReach = 2 ** 31;
const CIRCLE = 2 ** 32;
/**
 * Numbers that a crash may have PostgreSQL give out again, at most: those of transactions that were given up and are not
 * on the disk yet. That takes it less than a second (three times `wal_writer_delay`), and it gives out some ten thousand in one.
 */
const GIVEN_AGAIN = 2 ** 20;

export function encodeSyncCursor(cursor: SyncCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Where the database is now. `next`: no transaction has this number yet. */
export interface SyncMark {
  epoch: string;
  /** The life of the workspace that clients may remember: another after a restore, whichever way it was done. */
  life: string;
  /** The last crash of the database: after it, numbers that were given out before may be given out again. */
  recovery: string;
  horizon: number;
  next: number;
}

const askMark = inBatches<null, SyncMark>(async () => {
  const mark = await readMark();
  return () => mark;
});

/** Reads where the database is. What is read after this holds everything before its horizon. */
export function readSyncMark(): Promise<SyncMark> {
  return askMark(null);
}

/**
 * SQL: one row, with where the database is now. Its epoch names the cluster, the line of its history (a restore to an
 * earlier time starts another), and the database in it. Of a crash PostgreSQL itself keeps nothing but that it counts its
 * work anew from then on.
 */
export const selectMark = `
  SELECT concat_ws('.', w.epoch, s.system_identifier, k.timeline_id, d.oid) AS epoch,
         concat_ws('.', w.epoch, k.timeline_id) AS life,
         coalesce(extract(epoch FROM pg_stat_get_bgwriter_stat_reset_time())::text, 'never') AS recovery,
         pg_snapshot_xmin(pg_current_snapshot())::text AS horizon,
         pg_snapshot_xmax(pg_current_snapshot())::text AS next
  FROM workspace w, pg_control_system() s, pg_control_checkpoint() k, pg_database d
  WHERE d.datname = current_database()`;

/** What `selectMark` gives. */
export interface MarkRow {
  epoch: string;
  life: string;
  recovery: string;
  horizon: string;
  next: string;
}

export function toMark({ epoch, life, recovery, horizon, next }: MarkRow): SyncMark {
  return { epoch, life, recovery, horizon: Number(horizon), next: Number(next) };
}

/** A horizon from before a crash, for after it: of what was written since nothing is before this one. */
export function beforeCrash(horizon: number): number {
  return Math.max(0, horizon - GIVEN_AGAIN);
}

async function readMark(): Promise<SyncMark> {
  const row = await queryRow<MarkRow>('sync-mark', selectMark, []);
  if (!row) throw new Error('The database does not know itself');
  return toMark(row);
}

/**
 * Reads a cursor back; null when it says nothing here: invented, from another database or another time of this one,
 * or so old that its number has come round again.
 */
export function decodeSyncCursor(cursor: string | undefined, mark: SyncMark): SyncCursor | null {
  const given = cursor === undefined ? null : parseCursor(cursor);
  if (given?.epoch !== mark.epoch) return null;
  const said = given.recovery === mark.recovery ? given : afterCrash(given);
  const { horizon, rest } = said;
  const oldest = Math.min(horizon, rest?.since ?? horizon);
  const known = horizon <= mark.next && mark.next - oldest < xidReach;
  return known ? said : null;
}

function afterCrash({ rest, ...said }: SyncCursor): SyncCursor {
  const cursor = { ...said, horizon: beforeCrash(said.horizon) };
  if (!rest) return cursor;
  return { ...cursor, rest: { ...rest, since: rest.since === null ? null : beforeCrash(rest.since) } };
}

/** A cursor at another horizon, up to which nothing is new to whoever has it. */
export function movedCursor(cursor: string, to: Pick<SyncMark, 'horizon' | 'recovery'>): string {
  const said = parseCursor(cursor);
  return said ? encodeSyncCursor({ ...said, ...to }) : cursor;
}

/** What a cursor says, whether or not it is one of this database; null: it is none. */
function parseCursor(cursor: string): SyncCursor | null {
  const parsed = content.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether a row with this xmin was written at or after a transaction: what `changedSince` says in SQL. */
export function isWrittenSince(xmin: number, transaction: number): boolean {
  const ahead = (xmin - transaction) % CIRCLE;
  return (ahead < 0 ? ahead + CIRCLE : ahead) < xidReach;
}

/** SQL: whether the row `alias` was written at or after transaction `parameter` (null: always). */
export function changedSince(alias: string, parameter: string): string {
  return `(${parameter}::bigint IS NULL
    OR ((${alias}.xmin::text::bigint - ${parameter}::bigint) & 4294967295) < ${xidReach})`;
}
