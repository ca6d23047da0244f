import type { ConversationAction, ConversationKind } from '#contract/conversations.ts';
import type { Role } from '#contract/users.ts';

// Who may do what in which kind of conversation. What depends on the role alone is in workspace-permissions.ts.

/** What somebody has to be in a conversation (of a thread: also in the one that it hangs on). */
type Relation =
  /** Nothing: whoever comes in may do it. */
  | 'anything'
  | 'member'
  /** A member who created the channel. */
  | 'creator'
  /** A member who wrote the message. */
  | 'author'
  /** Of a thread: a member of the conversation that it hangs on. */
  | 'member above'
  /** It is not theirs to do. */
  | 'never';

/** Whom a rule admits: of each role in the workspace, what they have to be in the conversation. */
export const admissions = {
  /** Everybody, and guests where they are members. */
  anyone: { owner: 'anything', admin: 'anything', member: 'anything', guest: 'member' },
  member: { owner: 'member', admin: 'member', member: 'member', guest: 'member' },
  /** A member who is more than a guest in the workspace. */
  insider: { owner: 'member', admin: 'member', member: 'member', guest: 'never' },
  /** Whoever looks after the channel: its creator, and owners and admins who are in it. */
  manager: { owner: 'member', admin: 'member', member: 'creator', guest: 'never' },
  /** The same, and owners and admins wherever they are: whoever manages it may have left, and nobody can join. */
  'manager or keeper': { owner: 'anything', admin: 'anything', member: 'creator', guest: 'never' },
  /** An owner of the workspace who is in it: what is taken from others for good, and what they took back themselves. */
  owner: { owner: 'member', admin: 'never', member: 'never', guest: 'never' },
  author: { owner: 'author', admin: 'author', member: 'author', guest: 'author' },
  'member above': {
    ...{ owner: 'member above', admin: 'member above', member: 'member above', guest: 'member above' },
  },
  nobody: { owner: 'never', admin: 'never', member: 'never', guest: 'never' },
} as const satisfies Record<string, Record<Role, Relation>>;

/** `as above`, in a thread: whoever may do it in the conversation that it hangs on. */
export type Admitted = keyof typeof admissions | 'as above';

/** What a rule is about. `default`: a public channel that everyone joins when they sign up. */
type Sort = ConversationKind | 'default';

/** `group`, where it is not as any other direct conversation: one of three or more. */
export type Rule = Record<Sort, Admitted> & { group?: Admitted };

/** The same for each kind; a thread is as what it hangs on. */
function everywhere<Who extends Admitted>(who: Who) {
  return { public: who, default: who, private: who, direct: who, thread: 'as above' } as const;
}

/** Of channels only. */
function inChannels<Who extends Admitted>(who: Who) {
  return { public: who, default: who, private: who, direct: 'nobody', thread: 'nobody' } as const;
}

/** `visible` (conversation-rows.ts) says the row `read` in SQL. */
export const rules = {
  read: { ...everywhere('member'), public: 'anyone', default: 'anyone' },
  send: everywhere('member'),
  startThread: { ...everywhere('member'), thread: 'nobody' },
  // A member of a thread is who follows it.
  markRead: { ...everywhere('member'), thread: 'member' },
  notify: { ...everywhere('member'), thread: 'member' },
  react: everywhere('member'),
  pin: { ...everywhere('insider'), direct: 'member' },
  /** For oneself alone: whatever one may read. */
  save: { ...everywhere('member'), public: 'anyone', default: 'anyone' },
  closePoll: everywhere('author'),
  editMessage: everywhere('author'),
  deleteMessage: everywhere('author'),
  deleteAnyMessage: { ...everywhere('manager'), direct: 'nobody' },
  readEdits: everywhere('author'),
  readAnyEdits: everywhere('owner'),
  rename: { ...inChannels('insider'), default: 'manager', group: 'insider' },
  /** And the description. */
  setTopic: inChannels('insider'),
  join: { ...everywhere('member'), public: 'anyone', default: 'anyone', thread: 'member above' },
  addMember: inChannels('insider'),
  leave: { ...inChannels('member'), thread: 'member' },
  removeMember: inChannels('manager'),
  /** And taking it back. */
  archive: { ...inChannels('manager'), public: 'manager or keeper', default: 'nobody' },
  delete: { ...inChannels('manager'), default: 'nobody' },
  /** `@channel` and `@here`. Not for everybody in the channel that holds the whole workspace. */
  mentionEveryone: { ...inChannels('insider'), default: 'manager' },
  /** After how many days messages are removed, those of others too. */
  setRetention: { ...everywhere('owner'), thread: 'nobody' },
} as const satisfies Record<string, Rule> & Record<ConversationAction, unknown>;

export type Action = keyof typeof rules;

/** What can still be done while a channel is archived, by those whom its rule admits: nothing that adds to it. */
export const whileArchived: ReadonlySet<Action> = new Set([
  ...(['read', 'save', 'markRead', 'notify', 'deleteMessage', 'deleteAnyMessage', 'readEdits'] as const),
  ...(['readAnyEdits', 'leave', 'removeMember', 'archive', 'delete', 'setRetention'] as const),
]);
