import type { ConversationAction, ConversationKind } from '#contract/conversations.ts';
import { Refusal } from '#contract/errors.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { queryRow } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { type ConversationRow, selectConversations, visible } from './conversation-rows.ts';

/** Whom a rule admits. All but `anyone` are members. */
type Admitted =
  /** Everybody in the workspace. */
  | 'anyone'
  | 'member'
  /** A member who created the channel, or who owns the workspace. */
  | 'manager'
  /** A member who owns the workspace. */
  | 'owner'
  /** The author of the message. */
  | 'author'
  | 'nobody';

/** What a rule is about. `default`: a public channel that everyone joins when they sign up. */
type Sort = ConversationKind | 'default';

/** Who may do what in which kind of conversation. `visible` says the row `read` in SQL. */
const rules = {
  read: { public: 'anyone', default: 'anyone', private: 'member', direct: 'member' },
  send: { public: 'member', default: 'member', private: 'member', direct: 'member' },
  markRead: { public: 'member', default: 'member', private: 'member', direct: 'member' },
  notify: { public: 'member', default: 'member', private: 'member', direct: 'member' },
  react: { public: 'member', default: 'member', private: 'member', direct: 'member' },
  editMessage: { public: 'author', default: 'author', private: 'author', direct: 'author' },
  deleteMessage: { public: 'author', default: 'author', private: 'author', direct: 'author' },
  deleteAnyMessage: { public: 'manager', default: 'manager', private: 'manager', direct: 'nobody' },
  readEdits: { public: 'author', default: 'author', private: 'author', direct: 'author' },
  readAnyEdits: { public: 'owner', default: 'owner', private: 'owner', direct: 'owner' },
  rename: { public: 'member', default: 'manager', private: 'member', direct: 'nobody' },
  setTopic: { public: 'member', default: 'member', private: 'member', direct: 'nobody' },
  join: { public: 'anyone', default: 'anyone', private: 'member', direct: 'member' },
  addMember: { public: 'member', default: 'member', private: 'member', direct: 'nobody' },
  leave: { public: 'member', default: 'member', private: 'member', direct: 'nobody' },
  removeMember: { public: 'manager', default: 'manager', private: 'manager', direct: 'nobody' },
  delete: { public: 'manager', default: 'nobody', private: 'manager', direct: 'nobody' },
  /** `@channel` and `@here`. Not for everybody in the channel that holds the whole workspace. */
  mentionEveryone: { public: 'member', default: 'manager', private: 'member', direct: 'nobody' },
} as const satisfies Record<string, Record<Sort, Admitted>> & Record<ConversationAction, unknown>;

export type Action = keyof typeof rules;

/** What a refused member is told. */
const reasons: Partial<Record<Action, string>> = {
  editMessage: 'Only its author edits a message.',
  deleteAnyMessage: "Only its author, the channel's creator and the owner delete a message.",
  readAnyEdits: 'Only its author and the owner read the earlier texts of a message.',
  removeMember: "Only the channel's creator and the owner remove people.",
  delete: "Only the channel's creator and the owner delete it.",
};

const directReasons: Partial<Record<Action, string>> = {
  deleteAnyMessage: 'Only its author deletes a message.',
  rename: 'A direct conversation is called after its people and has no topic.',
  setTopic: 'A direct conversation is called after its people and has no topic.',
  addMember: 'A direct conversation keeps its people: start a new one with everybody.',
  leave: 'A direct conversation cannot be left.',
  removeMember: 'A direct conversation keeps its people.',
  delete: 'A direct conversation cannot be deleted.',
};

const defaultReasons: Partial<Record<Action, string>> = {
  rename: "Only the channel's creator and the owner rename the channel that everyone joins.",
  delete: 'The channel that everyone joins cannot be deleted.',
};

/** What is asked about: a conversation as the actor's row has it, and the author of the message in question. */
export interface Subject {
  conversation: ConversationRow;
  authorId?: UserId;
}

/** Whoever is asked about: what the rules look at. */
export type Permitted = Pick<Actor, 'userId' | 'role'>;

/** Whether a user may do this. */
export function may(actor: Permitted, action: Action, { conversation, authorId }: Subject): boolean {
  const admitted: Admitted = rules[action][conversation.is_default ? 'default' : conversation.kind];
  const isMember = conversation.last_read_seq !== null;
  const isManager = conversation.created_by_id === actor.userId || actor.role === 'owner';
  const isAuthor = authorId === actor.userId;
  switch (admitted) {
    case 'anyone':
      return true;
    case 'member':
      return isMember;
    case 'manager':
      return isMember && isManager;
    case 'owner':
      return isMember && actor.role === 'owner';
    case 'author':
      return isMember && isAuthor;
    case 'nobody':
      return false;
  }
}

/**
 * Throws unless the actor may do this: `not_found` for what they may not even see, so that absent and forbidden
 * look the same, otherwise `forbidden` with the reason.
 */
export function requirePermission(actor: Actor, action: Action, subject: Subject): void {
  if (may(actor, action, subject)) return;
  if (!may(actor, 'read', subject)) throw noConversation();
  const { kind, is_default: isDefault, last_read_seq: position } = subject.conversation;
  if (position === null) throw new Refusal('forbidden', 'Join the channel first.');
  const own = kind === 'direct' ? directReasons : isDefault ? defaultReasons : {};
  throw new Refusal('forbidden', own[action] ?? reasons[action] ?? 'This is not yours to do.');
}

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
