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
  /** The same, and the owner of the workspace wherever they are: whoever manages it may have left, and nobody can join. */
  | 'manager or owner'
  /** A member who owns the workspace. */
  | 'owner'
  /** The author of the message. */
  | 'author'
  | 'nobody'
  /** In a thread: a member of the conversation it hangs on. */
  | 'member of the parent'
  /** In a thread: whoever may do it in the conversation it hangs on. */
  | 'as in the parent';

/** What a rule is about. `default`: a public channel that everyone joins when they sign up. */
type Sort = ConversationKind | 'default';

/** `group`, where it is not as any other direct conversation: one of three or more. */
type Rule = Record<Sort, Admitted> & { group?: Admitted };

/** Members, in threads those of the parent. */
const members = {
  public: 'member',
  default: 'member',
  private: 'member',
  direct: 'member',
  thread: 'as in the parent',
} as const;

/** Who may do what in which kind of conversation. `visible` says the row `read` in SQL. */
const rules = {
  read: {
    public: 'anyone',
    default: 'anyone',
    private: 'member',
    direct: 'member',
    thread: 'as in the parent',
  },
  send: members,
  startThread: { public: 'member', default: 'member', private: 'member', direct: 'member', thread: 'nobody' },
  // A member of a thread is who follows it.
  markRead: { public: 'member', default: 'member', private: 'member', direct: 'member', thread: 'member' },
  notify: { public: 'member', default: 'member', private: 'member', direct: 'member', thread: 'member' },
  react: members,
  pin: members,
  /** For oneself alone: whatever one may read. */
  save: {
    public: 'anyone',
    default: 'anyone',
    private: 'member',
    direct: 'member',
    thread: 'as in the parent',
  },
  editMessage: {
    public: 'author',
    default: 'author',
    private: 'author',
    direct: 'author',
    thread: 'as in the parent',
  },
  deleteMessage: {
    public: 'author',
    default: 'author',
    private: 'author',
    direct: 'author',
    thread: 'as in the parent',
  },
  deleteAnyMessage: {
    public: 'manager',
    default: 'manager',
    private: 'manager',
    direct: 'nobody',
    thread: 'as in the parent',
  },
  readEdits: {
    public: 'author',
    default: 'author',
    private: 'author',
    direct: 'author',
    thread: 'as in the parent',
  },
  readAnyEdits: {
    public: 'owner',
    default: 'owner',
    private: 'owner',
    direct: 'owner',
    thread: 'as in the parent',
  },
  rename: {
    public: 'member',
    default: 'manager',
    private: 'member',
    direct: 'nobody',
    group: 'member',
    thread: 'nobody',
  },
  /** And the description. */
  setTopic: { public: 'member', default: 'member', private: 'member', direct: 'nobody', thread: 'nobody' },
  join: {
    public: 'anyone',
    default: 'anyone',
    private: 'member',
    direct: 'member',
    thread: 'member of the parent',
  },
  addMember: { public: 'member', default: 'member', private: 'member', direct: 'nobody', thread: 'nobody' },
  leave: { public: 'member', default: 'member', private: 'member', direct: 'nobody', thread: 'member' },
  removeMember: {
    public: 'manager',
    default: 'manager',
    private: 'manager',
    direct: 'nobody',
    thread: 'nobody',
  },
  /** And taking it back. */
  archive: {
    public: 'manager or owner',
    default: 'nobody',
    private: 'manager',
    direct: 'nobody',
    thread: 'nobody',
  },
  delete: { public: 'manager', default: 'nobody', private: 'manager', direct: 'nobody', thread: 'nobody' },
  /** `@channel` and `@here`. Not for everybody in the channel that holds the whole workspace. */
  mentionEveryone: {
    public: 'member',
    default: 'manager',
    private: 'member',
    direct: 'nobody',
    thread: 'nobody',
  },
  /** After how many days messages are removed, those of others too. */
  setRetention: { public: 'owner', default: 'owner', private: 'owner', direct: 'owner', thread: 'nobody' },
} as const satisfies Record<string, Rule> & Record<ConversationAction, unknown>;

export type Action = keyof typeof rules;

/** What can still be done while a channel is archived, by those whom its rule admits: nothing that adds to it. */
const whileArchived: ReadonlySet<Action> = new Set([
  'read',
  'save',
  'markRead',
  'notify',
  'deleteMessage',
  'deleteAnyMessage',
  'readEdits',
  'readAnyEdits',
  'leave',
  'removeMember',
  'archive',
  'delete',
  'setRetention',
]);

/** What a refused member is told. */
const reasons: Partial<Record<Action, string>> = {
  editMessage: 'Only its author edits a message.',
  deleteAnyMessage: "Only its author, the channel's creator and the owner delete a message.",
  readAnyEdits: 'Only its author and the owner read the earlier texts of a message.',
  removeMember: "Only the channel's creator and the owner remove people.",
  archive: "Only the channel's creator and the owner archive it, or take that back.",
  delete: "Only the channel's creator and the owner delete it.",
  setRetention: 'Only the owner says how long messages are kept.',
};

const directReasons: Partial<Record<Action, string>> = {
  deleteAnyMessage: 'Only its author deletes a message.',
  rename: 'A conversation of two is called after the other person.',
  setTopic: 'A direct conversation has no topic and no description.',
  addMember: 'A direct conversation keeps its people: start a new one with everybody.',
  leave: 'A direct conversation cannot be left.',
  removeMember: 'A direct conversation keeps its people.',
  archive: 'A direct conversation cannot be archived.',
  delete: 'A direct conversation cannot be deleted.',
};

const threadReasons: Partial<Record<Action, string>> = {
  startThread: 'What is said in a thread has no thread of its own.',
  markRead: 'Follow the thread first.',
  rename: 'A thread has no name and no topic.',
  setTopic: 'A thread has no topic and no description.',
  addMember: 'Everybody follows a thread for themselves.',
  removeMember: 'Everybody follows a thread for themselves.',
  archive: 'A thread is archived with the channel that it is in.',
  delete: 'A thread cannot be deleted.',
  setRetention: 'A thread is kept as long as the message that it hangs on.',
};

const defaultReasons: Partial<Record<Action, string>> = {
  rename: "Only the channel's creator and the owner rename the channel that everyone joins.",
  archive: 'The channel that everyone joins cannot be archived.',
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
  const { admitted, isMember, createdBy } = ruleFor(action, conversation);
  if (conversation.archived_at && !whileArchived.has(action)) return false;
  const isManager = createdBy === actor.userId || actor.role === 'owner';
  const isAuthor = authorId === actor.userId;
  switch (admitted) {
    case 'anyone':
      return true;
    case 'member':
      return isMember;
    case 'manager':
      return isMember && isManager;
    case 'manager or owner':
      return actor.role === 'owner' || (isMember && isManager);
    case 'owner':
      return isMember && actor.role === 'owner';
    case 'author':
      return isMember && isAuthor;
    case 'member of the parent':
      return conversation.in_parent;
    case 'nobody':
      return false;
  }
}

/** The rule for a conversation, and what the actor is in the conversation that it is about: a thread's may be its parent's. */
function ruleFor(action: Action, conversation: ConversationRow) {
  const rule: Rule = rules[action];
  const isGroup = conversation.kind === 'direct' && conversation.member_count > 2;
  const admitted = (isGroup && rule.group) || rule[conversation.is_default ? 'default' : conversation.kind];
  if (admitted !== 'as in the parent')
    return {
      admitted,
      isMember: conversation.last_read_seq !== null,
      createdBy: conversation.created_by_id,
    };
  // No thread is without a parent.
  const parentKind = conversation.parent_kind;
  return {
    admitted: parentKind ? rules[action][parentKind] : ('nobody' as const),
    isMember: conversation.in_parent,
    createdBy: conversation.parent_created_by_id,
  };
}

/**
 * Throws unless the actor may do this: `not_found` for what they may not even see, so that absent and forbidden
 * look the same, otherwise `forbidden` with the reason.
 */
export function requirePermission(actor: Actor, action: Action, subject: Subject): void {
  if (may(actor, action, subject)) return;
  if (!may(actor, 'read', subject)) throw noConversation();
  const { kind, is_default: isDefault, last_read_seq: position, in_parent: inParent } = subject.conversation;
  if (subject.conversation.archived_at && !whileArchived.has(action))
    throw new Refusal('forbidden', 'This channel is archived.');
  if (kind === 'thread' ? !inParent : position === null)
    throw new Refusal('forbidden', 'Join the channel first.');
  const own = kind === 'direct' ? directReasons : kind === 'thread' ? threadReasons : {};
  throw new Refusal(
    'forbidden',
    (isDefault ? defaultReasons : own)[action] ?? reasons[action] ?? 'This is not yours to do.',
  );
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
