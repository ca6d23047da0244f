import { Refusal } from '#contract/errors.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { queryRow } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { type ConversationRow, selectConversations, visible } from './conversation-rows.ts';
import { reasonFor } from './permission-reasons.ts';
import { type Action, admissions, type Rule, rules, whileArchived } from './permission-rules.ts';

export type { Action } from './permission-rules.ts';

/** What is asked about: a conversation as the actor's row has it, and the author of the message in question. */
export interface Subject {
  conversation: ConversationRow;
  authorId?: UserId;
}

/** Whoever is asked about. Their role comes with the conversation's row: as it was when that was read. */
export type Permitted = Pick<Actor, 'userId'>;

/** Whether a user may do this. Whoever may not come in any more may do nothing. */
export function may({ userId }: Permitted, action: Action, { conversation, authorId }: Subject): boolean {
  if (conversation.role === null) return false;
  if (conversation.archived_at && !whileArchived.has(action)) return false;
  const { admitted, isMember, createdBy } = ruleFor(action, conversation);
  switch (admissions[admitted][conversation.role]) {
    case 'anything':
      return true;
    case 'member':
      return isMember;
    case 'creator':
      return isMember && createdBy === userId;
    case 'author':
      return isMember && authorId === userId;
    case 'member above':
      return conversation.in_parent;
    case 'never':
      return false;
  }
}

/** The rule for a conversation, and what the actor is in the conversation that it is about: a thread's may be its parent's. */
function ruleFor(action: Action, conversation: ConversationRow) {
  const rule: Rule = rules[action];
  const isGroup = conversation.kind === 'direct' && conversation.member_count > 2;
  const admitted = (isGroup && rule.group) || rule[conversation.is_default ? 'default' : conversation.kind];
  if (admitted !== 'as above')
    return {
      admitted,
      isMember: conversation.last_read_seq !== null,
      createdBy: conversation.created_by_id,
    };
  // No thread is without a parent, and no parent is a thread.
  const above = conversation.parent_kind ? rule[conversation.parent_kind] : 'nobody';
  return {
    admitted: above === 'as above' ? ('nobody' as const) : above,
    isMember: conversation.in_parent,
    createdBy: conversation.parent_created_by_id,
  };
}

/**
 * Throws unless the actor may do this: `not_found` for what they may not even see, so that absent and forbidden
 * look the same, otherwise `forbidden` with the reason; `unauthenticated` for whoever may not come in any more.
 */
export function requirePermission(actor: Permitted, action: Action, subject: Subject): void {
  if (may(actor, action, subject)) return;
  const {
    kind,
    role,
    archived_at: archivedAt,
    last_read_seq: position,
    in_parent: inParent,
  } = subject.conversation;
  if (role === null) throw new Refusal('unauthenticated', 'Sign in first.');
  if (!may(actor, 'read', subject)) throw noConversation();
  if (archivedAt && !whileArchived.has(action)) throw new Refusal('forbidden', archivedReason);
  if (kind === 'thread' ? !inParent : position === null)
    throw new Refusal('forbidden', 'Join the channel first.');
  throw new Refusal('forbidden', reasonFor(action, subject.conversation));
}

/** What is said of a channel that is only there to be read. */
export const archivedReason = 'This channel is archived.';

export function noConversation(): Refusal {
  return new Refusal('not_found', 'There is no such conversation.');
}

/**
 * The conversation, if the actor may do this in it at the moment of asking. For reading: a write asks while it holds
 * the conversation's lock, see `inConversation`.
 */
export async function findPermitted(
  actor: Actor,
  conversationId: ConversationId,
  action: Action = 'read',
): Promise<ConversationRow> {
  const conversation = await queryRow<ConversationRow>(
    'conversation-visible',
    `${selectConversations} WHERE c.id = $2 AND ${visible}`,
    [actor.userId, conversationId],
  );
  if (!conversation) throw noConversation();
  requirePermission(actor, action, { conversation });
  return conversation;
}
