import { Refusal } from '#contract/errors.ts';
import type { ConversationId, MessageId, UserId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { type Query, queryRow } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { announceChanges, announceConversation } from './announce.ts';
import type { ConversationRow } from './conversation-rows.ts';
import {
  inConversation,
  type LockedConversation,
  lockConversation,
  readConversation,
} from './in-conversation.ts';
import { type MessageRow, messageColumns, toMessage } from './message-rows.ts';
import { type Action, requirePermission } from './permissions.ts';
import { recountReplies } from './thread-roots.ts';

/** What a change may look at and do. It runs while the conversation's row is locked. */
export interface Change {
  message: MessageRow;
  /** Where it stands. */
  conversation: ConversationRow;
  query: Query;
}

/** What is asked of permissions.ts; where it depends on whose the message is, a choice between two. */
type Asked = Action | ((isOwn: boolean) => Action);

/** What became of a message, and what else is to be announced of it. */
interface Outcome {
  changed: MessageRow;
  root: MessageRow | null;
  facts: ConversationRow | null;
}

/**
 * Changes one message: locks its conversation, asks whether the actor may, runs `work`, and if that says that
 * something changed gives the message the conversation's next `version`. Announces the message after the commit, even
 * when nothing changed: a repeated call means that its first answer was lost, and the first announcement perhaps with
 * it. A reply that is deleted or restored changes its thread's root, too, and pinning the conversation's count. Throws `not_found` for a message in a conversation that the actor may not see.
 */
export async function changeMessage(
  actor: Actor,
  id: MessageId,
  asked: Asked,
  work: (change: Change) => Promise<boolean>,
): Promise<Message> {
  const outcome = await inConversation(actor, await conversationOf(id), 'read', async (locked) => {
    const before = await readMessage(locked.query, id);
    const action = typeof asked === 'string' ? asked : asked(before.authorId === actor.userId);
    requirePermission(actor, action, { conversation: locked.conversation, authorId: before.authorId });
    return carryOut(actor.userId, locked, before, work);
  }).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'not_found' ? noMessage() : error;
  });
  return announceOutcome(outcome);
}

/** The same for what nobody has to be asked for: a job. */
export async function changeMessageUnasked(
  byId: UserId,
  id: MessageId,
  work: (change: Change) => Promise<boolean>,
): Promise<Message> {
  const outcome = await lockConversation(await conversationOf(id), byId, async (locked) =>
    carryOut(byId, locked, await readMessage(locked.query, id), work),
  );
  return announceOutcome(outcome);
}

async function conversationOf(id: MessageId): Promise<ConversationId> {
  const found = await queryRow<{ conversation_id: ConversationId }>(
    'message-conversation',
    'SELECT conversation_id FROM message WHERE id = $1',
    [id],
  );
  if (!found) throw noMessage();
  return found.conversation_id;
}

async function carryOut(
  byId: UserId,
  { query, conversation }: LockedConversation,
  before: MessageRow,
  work: (change: Change) => Promise<boolean>,
): Promise<Outcome> {
  if (!(await work({ message: before, conversation, query })))
    return { changed: before, root: null, facts: null };
  await query(
    `WITH counted AS (UPDATE conversation SET version = version + 1 WHERE id = $2 RETURNING version)
     UPDATE message m SET version = counted.version FROM counted WHERE m.id = $1`,
    [before.id, conversation.id],
  );
  const changed = await readMessage(query, before.id);
  const isGone = (changed.deletedAt === null) !== (before.deletedAt === null);
  const root = conversation.parent_id && isGone ? await recountReplies(query, conversation, changed) : null;
  const isPinned = changed.pinnedAt !== null;
  const isCounted = isPinned !== (before.pinnedAt !== null);
  const facts = isCounted ? await countPin(byId, query, conversation.id, isPinned ? 1 : -1) : null;
  return { changed, root, facts };
}

function announceOutcome({ changed, root, facts }: Outcome): Message {
  const message = toMessage(changed);
  announceChanges(message.conversationId, [message]);
  if (facts) announceConversation(facts);
  if (root) announceChanges(root.conversationId, [toMessage(root)]);
  return message;
}

/** Keeps the count beside the messages it counts; the conversation after that. */
async function countPin(
  userId: UserId,
  query: Query,
  id: ConversationId,
  change: 1 | -1,
): Promise<ConversationRow> {
  await query(
    `UPDATE conversation SET pin_count = pin_count + $2, updated_at = greatest(now(), updated_at + interval '1 ms')
     WHERE id = $1`,
    [id, change],
  );
  return readConversation(query, id, userId);
}

/** A message as it is inside a transaction. Throws `not_found`. */
export async function readMessage(query: Query, id: MessageId): Promise<MessageRow> {
  const [row] = await query<MessageRow>(`SELECT ${messageColumns} FROM message m WHERE m.id = $1`, [id]);
  if (!row) throw noMessage();
  return row;
}

export function noMessage(): Refusal {
  return new Refusal('not_found', 'There is no such message.');
}
