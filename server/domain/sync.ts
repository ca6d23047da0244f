import { createHash } from 'node:crypto';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { SyncQuery, SyncSnapshot } from '#contract/sync.ts';
import type { User } from '#contract/users.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { countFitting } from './answer-bytes.ts';
import { Written } from './answer-text.ts';
import { type ConversationRow, selectJoined } from './conversation-rows.ts';
import { type JoinedText, readJoined, toJoinedText } from './kept-joined.ts';
import { listJoinedParentIds, listUnreadThreadIds, unreadThread } from './rooms.ts';
import { summarizeSaved } from './saved-list.ts';
import { findSidebar, withoutLeft } from './sidebar.ts';
import {
  changedSince,
  decodeSyncCursor,
  encodeSyncCursor,
  readSyncMark,
  type SyncCursor,
} from './sync-cursors.ts';
import { getMe, toUser, type UserRow, userColumns } from './users.ts';
import { getWorkspace } from './workspace.ts';

/** Conversations in one answer, at most. */
const MOST = 1_000;

/** More than one user of a direct conversation takes, in bytes of JSON. */
const USER_BYTES = 1_000;
/** That one UTF-16 unit takes at the most. */
const UNIT_BYTES = 3;

/**
 * What a client needs on arrival, or what of it changed since the cursor of an earlier answer. The mark is read first:
 * what changes while this runs is answered now, or again the next time, and never missed.
 */
export async function findSnapshot(actor: Actor, { since }: SyncQuery): Promise<Written<SyncSnapshot>> {
  const mark = await readSyncMark();
  const cursor = cursorOf(actor, decodeSyncCursor(since, mark));
  const from = cursor?.rest ? cursor.rest.since : (cursor?.horizon ?? null);
  const after = cursor?.rest?.after;
  const [me, workspace, arrangement, saved, { changed, joinedIds, threadIds }] = await Promise.all([
    getMe(actor),
    getWorkspace(),
    findSidebar(actor, from),
    summarizeSaved(actor.userId),
    listChangedAmong(actor, from, after),
  ]);
  const joined = digestOf(joinedIds);
  const sidebar = arrangement && withoutLeft(arrangement, joinedIds);
  const head = textOf({ me, workspace });
  const lists = textOf({
    conversationIds: cursor?.joined === joined ? null : joinedIds,
    ...{ threadIds, sidebar, saved },
  });
  const conversations = fitting(changed, Buffer.byteLength(head) + Buffer.byteLength(lists));
  const hasMore = conversations.length < changed.length;
  const last = conversations.at(-1);
  // The rest belongs to the horizon at which its first part was read.
  const horizon = cursor?.rest ? cursor.horizon : mark.horizon;
  const next: SyncCursor = {
    epoch: mark.epoch,
    horizon,
    joined,
    role: actor.role,
    ...(hasMore && last ? { rest: { after: last.id, since: from } } : {}),
  };
  const rest = textOf({
    users: await listDirectUsers(actor, conversations),
    cursor: encodeSyncCursor(next),
    // Who becomes a guest, or is one no more, sees another workspace: what they remember of the one before is forgotten.
    life: actor.role === 'guest' ? `${mark.life}.guest` : mark.life,
    hasMore,
  });
  const list = conversations.map(({ json }) => json).join();
  return new Written(`{${head},"conversations":[${list}],${lists},${rest}}`);
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
  const first = changed.slice(0, MOST);
  const usersBytes = ({ memberIds }: JoinedText) => memberIds.length * USER_BYTES;
  const most = first.reduce((sum, one) => sum + UNIT_BYTES * one.json.length + usersBytes(one), 0);
  if (most <= room) return first;
  const bytes = (one: JoinedText) => Buffer.byteLength(one.json) + usersBytes(one);
  return first.slice(0, countFitting(first, room, bytes));
}

/** What somebody may do with a conversation is another thing in another role: then everything is answered anew. */
function cursorOf({ role }: Actor, cursor: SyncCursor | null): SyncCursor | null {
  return cursor?.role === undefined || cursor.role === role ? cursor : null;
}

function digestOf(ids: ConversationId[]): string {
  return createHash('sha1').update(ids.join()).digest('base64url');
}

/** What `listChanged` gives, and the ids of all that the caller has joined, of threads of those with something unread. */
async function listChangedAmong(actor: Actor, since: number | null, after: ConversationId | undefined) {
  // Without a cursor these are all of them, unless there are more than one answer holds.
  const all = since === null && after === undefined ? await readJoined(actor, MOST) : null;
  if (all) {
    const [threads, parents] = [all.filter(isThread), all.filter((one) => !isThread(one))];
    return { changed: all, joinedIds: parents.map(({ id }) => id), threadIds: threads.map(({ id }) => id) };
  }
  const [joinedIds, threadIds, rows] = await Promise.all([
    listJoinedParentIds(actor),
    listUnreadThreadIds(actor),
    listChanged(actor, since, after),
  ]);
  return { changed: rows.map((row) => toJoinedText(row, actor)), joinedIds, threadIds };
}

const isThread = (conversation: JoinedText) => conversation.isThread;

/**
 * The caller's conversations (of threads, without a cursor, only those with something unread) that are new to them, changed, or are called after somebody who changed. The users of a
 * direct conversation are read off its key: a join would have PostgreSQL read every user to find the few.
 */
function listChanged(
  actor: Actor,
  since: number | null,
  after: ConversationId | undefined,
): Promise<ConversationRow[]> {
  return queryRows<ConversationRow>(
    'sync-conversations',
    `${selectJoined}
     WHERE ($3::uuid IS NULL OR c.id > $3) AND (${changedSince('c', '$2')} OR ${changedSince('mine', '$2')}
       OR (SELECT bool_or(${changedSince('u', '$2')}) FROM "user" u
           WHERE u.id = ANY(string_to_array(c.direct_key, ',')::uuid[])))
       AND (mine.parent_id IS NULL OR (above.user_id IS NOT NULL AND ($2::bigint IS NOT NULL OR ${unreadThread})))
     ORDER BY c.id LIMIT ${MOST + 1}`,
    [actor.userId, since, after ?? null],
  );
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
