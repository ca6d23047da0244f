import { createHash } from 'node:crypto';
import type { MyConversation } from '#contract/conversations.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { SyncQuery, SyncSnapshot } from '#contract/sync.ts';
import type { User } from '#contract/users.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { countFitting, jsonBytes } from './answer-bytes.ts';
import { type ConversationRow, selectJoined } from './conversation-rows.ts';
import { toMyConversation } from './my-conversation.ts';
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
/** More than a conversation takes beside its texts and lists, and each number and id of a list. */
const CONVERSATION_BYTES = 1_500;
const NUMBER_BYTES = 11;
const ID_BYTES = 39;

/**
 * What a client needs on arrival, or what of it changed since the cursor of an earlier answer. The mark is read first:
 * what changes while this runs is answered now, or again the next time, and never missed.
 */
export async function sync(actor: Actor, { since }: SyncQuery): Promise<SyncSnapshot> {
  const mark = await readSyncMark();
  const cursor = cursorOf(actor, decodeSyncCursor(since, mark));
  const from = cursor?.rest ? cursor.rest.since : (cursor?.horizon ?? null);
  const after = cursor?.rest?.after;
  const [me, workspace, arrangement, saved, { rows, joinedIds, threadIds }] = await Promise.all([
    getMe(actor),
    getWorkspace(),
    findSidebar(actor, from),
    summarizeSaved(actor.userId),
    listChangedAmong(actor, from, after),
  ]);
  const joined = digestOf(joinedIds);
  const conversationIds = cursor?.joined === joined ? null : joinedIds;
  const changed = rows.map((row) => toMyConversation(row, actor));
  const sidebar = arrangement && withoutLeft(arrangement, joinedIds);
  const room = limits.answerBytes - jsonBytes([me, workspace, conversationIds, threadIds, sidebar]);
  const first = changed.slice(0, MOST);
  const most = first.reduce((sum, conversation) => sum + mostBytesWithUsers(conversation), 0);
  const conversations = most <= room ? first : first.slice(0, countFitting(first, room, bytesWithUsers));
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
  return {
    me,
    workspace,
    conversations,
    conversationIds,
    threadIds,
    sidebar,
    saved,
    users: await listDirectUsers(actor, conversations),
    cursor: encodeSyncCursor(next),
    // Who becomes a guest, or is one no more, sees another workspace: what they remember of the one before is forgotten.
    life: actor.role === 'guest' ? `${mark.life}.guest` : mark.life,
    hasMore,
  };
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
  if (since === null && after === undefined) {
    const rows = await listChanged(actor, null, after);
    // Without a cursor these are all of them, unless there are more than one answer holds.
    if (rows.length <= MOST) {
      const [threads, parents] = [rows.filter(isThread), rows.filter((row) => !isThread(row))];
      return { rows, joinedIds: parents.map(({ id }) => id), threadIds: threads.map(({ id }) => id) };
    }
  }
  const [joinedIds, threadIds, rows] = await Promise.all([
    listJoinedParentIds(actor),
    listUnreadThreadIds(actor),
    listChanged(actor, since, after),
  ]);
  return { rows, joinedIds, threadIds };
}

function isThread({ parent_id: parentId }: ConversationRow): boolean {
  return parentId !== null;
}

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
     ORDER BY c.id LIMIT $4`,
    [actor.userId, since, after ?? null, MOST + 1],
  );
}

function bytesWithUsers(conversation: MyConversation): number {
  return jsonBytes(conversation) + (conversation.memberIds?.length ?? 0) * USER_BYTES;
}

/** The same at the most, without the cost of writing it: a UTF-16 unit takes six bytes when JSON escapes it. */
function mostBytesWithUsers(conversation: MyConversation): number {
  const { name, topic, description, memberIds, skipped, mentioned } = conversation;
  const units = (name?.length ?? 0) + topic.length + description.length;
  const numbers = skipped.length + mentioned.length;
  const users = memberIds?.length ?? 0;
  return CONVERSATION_BYTES + 6 * units + NUMBER_BYTES * numbers + (ID_BYTES + USER_BYTES) * users;
}

/** The caller and everybody in these direct conversations. */
async function listDirectUsers(actor: Actor, conversations: MyConversation[]): Promise<User[]> {
  const ids = new Set<UserId>([actor.userId, ...conversations.flatMap(({ memberIds }) => memberIds ?? [])]);
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
