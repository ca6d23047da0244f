import { parse as uuidBytes, v7 as uuidv7 } from 'uuid';
import type { MyConversation } from '#contract/conversations.ts';
import { Refusal } from '#contract/errors.ts';
import { type ConversationId, conversationId, type MessageId, type UserId } from '#contract/ids.ts';
import { type Query, queryRow } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { announceJoined } from './announce.ts';
import { type ConversationRow, selectConversations, visible } from './conversation-rows.ts';
import { Existing } from './existing.ts';
import { inConversation, readConversation } from './in-conversation.ts';
import { insertMembers } from './member-rows.ts';
import { mayFollow } from './membership-limits.ts';
import { toMyConversation } from './my-conversation.ts';
import { findPermitted, noConversation } from './permissions.ts';

/**
 * Finds the thread of a message, or makes it: then the message's author follows it. Throws `not_found` for a message
 * that the actor may not see, `forbidden` for one that stands in a thread itself, and `conflict` when there would be a
 * new thread on a deleted one.
 */
export async function openThread(
  actor: Actor,
  { id }: { id: MessageId },
): Promise<MyConversation | Existing<MyConversation>> {
  const root = await findRoot(actor, id);
  const found = await findThread(actor, root);
  if (found) return new Existing(toMyConversation(found, actor));
  const { row, followers } = await inConversation(
    actor,
    root.conversation_id,
    'startThread',
    async ({ query }) => {
      const meanwhile = await query<{ id: ConversationId }>(threadOfRoot, [root.conversation_id, root.seq]);
      const [known] = meanwhile;
      if (known) return { row: await readConversation(query, known.id, actor.userId), followers: null };
      return makeThread(query, actor, id, root);
    },
  );
  if (!followers) return new Existing(toMyConversation(row, actor));
  if (followers.length > 0) announceJoined(followers, row.id);
  return toMyConversation(row, actor);
}

/**
 * The conversations that these threads hang on, by thread. Throws `not_found` for what the actor may not see, and for
 * what is no thread.
 */
export async function parentsOfThreads(
  actor: Actor,
  ids: ConversationId[],
): Promise<Map<ConversationId, ConversationId>> {
  const parents = new Map<ConversationId, ConversationId>();
  for (const id of ids) {
    const { parent_id: parentId } = await findPermitted(actor, id);
    if (parentId === null) throw noConversation();
    parents.set(id, parentId);
  }
  return parents;
}

interface Root {
  conversation_id: ConversationId;
  seq: number;
  author_id: UserId;
}

const threadOfRoot = 'SELECT id FROM conversation WHERE parent_id = $1 AND root_seq = $2';

async function findRoot(actor: Actor, id: MessageId): Promise<Root> {
  const root = await queryRow<Root>(
    'thread-root',
    'SELECT conversation_id, seq, author_id FROM message WHERE id = $1',
    [id],
  );
  if (!root) throw noMessage();
  await findPermitted(actor, root.conversation_id).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'not_found' ? noMessage() : error;
  });
  return root;
}

function noMessage(): Refusal {
  return new Refusal('not_found', 'There is no such message.');
}

function findThread(actor: Actor, root: Root): Promise<ConversationRow | null> {
  return queryRow<ConversationRow>(
    'thread-of-message',
    `${selectConversations} WHERE c.parent_id = $2 AND c.root_seq = $3 AND ${visible}`,
    [actor.userId, root.conversation_id, root.seq],
  );
}

/** Makes a thread while its parent is locked, so that nobody else makes one. */
async function makeThread(
  query: Query,
  actor: Actor,
  rootId: MessageId,
  { conversation_id: parentId, seq, author_id: author }: Root,
): Promise<{ row: ConversationRow; followers: UserId[] }> {
  const [root] = await query<{ is_deleted: boolean; is_member: boolean }>(
    `SELECT m.deleted_at IS NOT NULL AS is_deleted, b.user_id IS NOT NULL AS is_member FROM message m
     LEFT JOIN member b ON b.conversation_id = m.conversation_id AND b.user_id = m.author_id WHERE m.id = $1`,
    [rootId],
  );
  if (!root) throw noMessage();
  if (root.is_deleted) throw new Refusal('conflict', 'This message has been deleted.');
  const id = conversationId.parse(uuidv7({ msecs: Math.max(Date.now(), timeOf(parentId) + 1) }));
  await query(
    "INSERT INTO conversation (id, kind, parent_id, root_seq, created_by_id) VALUES ($1, 'thread', $2, $3, $4)",
    [id, parentId, seq, actor.userId],
  );
  const follows = root.is_member && (await mayFollow(query, author));
  const followers = follows ? await insertMembers(query, id, [author]) : [];
  return { row: await readConversation(query, id, actor.userId), followers };
}

/** Milliseconds since 1970 at which a UUIDv7 was made: a thread's is always later than its parent's (see the lock order). */
function timeOf(id: ConversationId): number {
  return Buffer.from(uuidBytes(id)).readUIntBE(0, 6);
}
