import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { SyncQuery, SyncSnapshot } from '#contract/sync.ts';
import type { User } from '#contract/users.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { countFitting } from './answer-bytes.ts';
import { textAround, toText, Written } from './answer-text.ts';
import { type ArrivalStates, askArrivalStates } from './arrival-states.ts';
import { type ChangedPart, listChanged, MOST_CHANGED } from './changed-conversations.ts';
import { type JoinedList, type JoinedText, joinedIds, toJoinedText, writeJoined } from './joined-texts.ts';
import { readJoined } from './kept-joined.ts';
import { readOwn } from './kept-own.ts';
import { listJoinedParentIds, listUnreadThreadIds } from './rooms.ts';
import { summarizeSaved } from './saved-list.ts';
import { findSidebar, withoutLeft } from './sidebar.ts';
import {
  decodeSyncCursor,
  encodeSyncCursor,
  readSyncMark,
  type SyncCursor,
  type SyncMark,
} from './sync-cursors.ts';
import { getMe, toUser, type UserRow, userColumns } from './users.ts';
import { getWorkspace } from './workspace.ts';

/** More than one user of a direct conversation takes, in bytes of JSON. */
const USER_BYTES = 1_000;
/** That one id of a list takes. */
const ID_BYTES = 39;

/**
 * What a client needs on arrival, or what of it changed since the cursor of an earlier answer. The mark is read first:
 * what changes while this runs is answered now, or again the next time, and never missed.
 */
export async function findSnapshot(actor: Actor, { since }: SyncQuery): Promise<Written<SyncSnapshot>> {
  const states = since === undefined ? await askArrivalStates(actor.userId) : null;
  const mark = states?.mark ?? (await readSyncMark());
  const cursor = cursorOf(actor, decodeSyncCursor(since, mark));
  const part = states ? onArrival : partSince(cursor);
  const joined = states ? readJoinedAll(actor, states) : listChangedAmong(actor, part);
  const [{ me, workspace, sidebar: arrangement }, told, saved, users] = await Promise.all([
    states ? readOwn(actor, states) : readOwnSince(actor, part.since),
    joined,
    summarizeSaved(actor.userId),
    // Nearly always an answer has them all.
    joined.then(({ texts }) => listDirectUsers(actor, texts.slice(0, MOST_CHANGED))),
  ]);
  const { parents, threads, digest } = told.ids;
  const head = textOf({ me, workspace, sidebar: arrangement && withoutLeft(arrangement, parents), saved });
  const taken = Buffer.byteLength(head) + ID_BYTES * (parents.length + threads.length);
  const conversations = fitting(told.texts, taken);
  const hasMore = conversations.length < told.texts.length;
  const last = hasMore ? conversations.at(-1) : undefined;
  const rest = last && { ...part, after: last.id };
  const next = nextCursor(actor, mark, cursor, { joined: digest, rest });
  const tail = textOf({
    users: hasMore ? await listDirectUsers(actor, conversations) : users,
    cursor: encodeSyncCursor(next),
    // Who becomes a guest, or is one no more, sees another workspace: what they remember of the one before is forgotten.
    life: actor.role === 'guest' ? `${mark.life}.guest` : mark.life,
    hasMore,
  });
  const list =
    !hasMore && told.written
      ? told.written
      : toText(writeJoined(conversations, told.ids, cursor?.joined === digest));
  return new Written(textAround(`{${head},`, list, `,${tail}}`));
}

const onArrival: ChangedPart = { since: null, after: null, withRead: false };

/** Whoever shows a cursor, even one that says nothing here (null), may have threads that they have read. */
function partSince(cursor: SyncCursor | null): ChangedPart {
  if (cursor?.rest) return { ...cursor.rest, withRead: cursor.rest.withRead ?? true };
  return { since: cursor?.horizon ?? null, after: null, withRead: true };
}

/** `rest`: of an answer that has not all. */
function nextCursor(
  { role }: Actor,
  { epoch, recovery, horizon }: SyncMark,
  cursor: SyncCursor | null,
  { joined, rest }: Pick<SyncCursor, 'joined'> & { rest: SyncCursor['rest'] | undefined },
): SyncCursor {
  // The rest belongs to the horizon at which its first part was read.
  const from = cursor?.rest ? cursor.horizon : horizon;
  return { epoch, recovery, horizon: from, joined, role, ...(rest ? { rest } : {}) };
}

/** The same as values. */
export async function sync(actor: Actor, query: SyncQuery): Promise<SyncSnapshot> {
  return (await findSnapshot(actor, query)).value;
}

/** Fields of a snapshot as JSON, to stand among others. */
function textOf(part: Partial<SyncSnapshot>): string {
  return JSON.stringify(part).slice(1, -1);
}

/** The first of these conversations, as many as an answer holds with their users beside what takes so many bytes. */
function fitting(changed: JoinedText[], taken: number): JoinedText[] {
  const room = limits.answerBytes - taken;
  const bytes = ({ json, memberIds }: JoinedText) => json.length + memberIds.length * USER_BYTES;
  const first = changed.slice(0, MOST_CHANGED);
  return first.slice(0, countFitting(first, room, bytes));
}

/** What somebody may do with a conversation is another thing in another role: then everything is answered anew. */
function cursorOf({ role }: Actor, cursor: SyncCursor | null): SyncCursor | null {
  return cursor?.role === undefined || cursor.role === role ? cursor : null;
}

async function readOwnSince(actor: Actor, since: number | null) {
  const [me, workspace, sidebar] = await Promise.all([
    getMe(actor),
    getWorkspace(),
    findSidebar(actor, since),
  ]);
  return { me, workspace, sidebar };
}

/** All that the caller has joined, unless that is more than one answer holds: then what of it is changed since ever. */
async function readJoinedAll(actor: Actor, states: ArrivalStates): Promise<JoinedList> {
  return (await readJoined(actor, states, MOST_CHANGED)) ?? listChangedAmong(actor, onArrival);
}

/** What `listChanged` gives, and the ids of all that the caller has joined, of threads of those with something unread. */
async function listChangedAmong(actor: Actor, part: ChangedPart): Promise<JoinedList> {
  const [parents, threads, rows] = await Promise.all([
    listJoinedParentIds(actor),
    listUnreadThreadIds(actor),
    listChanged({ userId: actor.userId, ...part }),
  ]);
  const texts = rows.map((row) => toJoinedText(row, actor));
  return { texts, ids: joinedIds(parents, threads), written: null };
}

/** The caller and everybody in these direct conversations. */
async function listDirectUsers(actor: Actor, conversations: JoinedText[]): Promise<User[]> {
  const ids = new Set<UserId>([actor.userId, ...conversations.flatMap(({ memberIds }) => memberIds)]);
  return findUsers([...ids]);
}

/** Askers in one statement: each may know a thousand users by direct conversations. */
const ASKERS = 20;

/** Users, sorted by their ids. Whether the caller knows them is not asked. */
export const findUsers = inBatches(async (questions: UserId[][]): Promise<(ids: UserId[]) => User[]> => {
  const rows = await queryRows<UserRow>(
    'sync-users',
    `SELECT ${userColumns} FROM "user" u WHERE u.id = ANY($1)`,
    [[...new Set(questions.flat())]],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (ids) =>
    ids.toSorted().flatMap((id) => {
      const row = byId.get(id);
      return row ? [toUser(row)] : [];
    });
}, ASKERS);
