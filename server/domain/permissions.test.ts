import { expect, test } from 'vitest';
import type { ConversationKind } from '#contract/conversations.ts';
import { Refusal } from '#contract/errors.ts';
import { conversationId, userId } from '#contract/ids.ts';
import type { Role } from '#contract/users.ts';
import type { ConversationRow } from './conversation-rows.ts';
import { toMyConversation } from './my-conversation.ts';
import { type Action, may, type Permitted, requirePermission, type Subject } from './permissions.ts';

const me = userId.parse('019a0000-0000-7000-8000-00000000000a');
const other = userId.parse('019a0000-0000-7000-8000-00000000000b');

const actor: Permitted = { userId: me };

function conversation(
  kind: ConversationKind,
  isMember: boolean,
  createdBy = other,
  isDefault = false,
): ConversationRow {
  const at = new Date(0);
  return {
    id: conversationId.parse('019a0000-0000-7000-8000-00000000000c'),
    kind,
    name: kind === 'direct' ? null : 'a name',
    topic: '',
    description: '',
    member_count: 2,
    member_ids: null,
    created_by_id: createdBy,
    is_default: isDefault,
    created_at: at,
    updated_at: at,
    archived_at: null,
    last_seq: 0,
    last_message_at: null,
    version: 0,
    retention_days: null,
    first_seq: 1,
    pin_count: 0,
    last_read_seq: isMember ? 0 : null,
    parent_id: null,
    root_seq: null,
    parent_kind: null,
    parent_created_by_id: null,
    in_parent: false,
    role: 'member',
    joined_at: isMember ? at : null,
    read_version: isMember ? 0 : null,
    skipped: null,
    notify_level: isMember ? 'all' : null,
    muted: isMember ? false : null,
    notify_version: isMember ? 0 : null,
    mentioned: null,
  };
}

/** A thread of somebody's making, in a conversation of this kind. */
function thread(
  parent: 'public' | 'private' | 'direct',
  isInParent: boolean,
  follows: boolean,
  parentCreatedBy = other,
): ConversationRow {
  return {
    ...conversation('thread', follows, me),
    name: null,
    parent_id: conversationId.parse('019a0000-0000-7000-8000-00000000000b'),
    root_seq: 1,
    parent_kind: parent,
    parent_created_by_id: parentCreatedBy,
    in_parent: isInParent,
  };
}

/** `yes`, or the code of the refusal. */
function verdict(role: Role, action: Action, { conversation, authorId = other }: Subject): string {
  try {
    requirePermission(actor, action, { conversation: { ...conversation, role }, authorId });
    return 'yes';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** Somebody who asks: who they are, what of it is theirs, and whether they are in the conversation (of a thread: its parent). */
interface Asker {
  letter: string;
  name: string;
  role: Role;
  isIn: boolean;
  follows: boolean;
  wrote: boolean;
  created: boolean;
}
const nothing = { role: 'member', isIn: true, follows: false, wrote: false, created: false } as const;
const outside = { isIn: false, wrote: true, created: true } as const;
const askers: Asker[] = [
  {
    ...nothing,
    ...outside,
    letter: 'o',
    name: 'an owner outside, were they author and creator',
    role: 'owner',
  },
  { ...nothing, ...outside, letter: 'p', name: 'a member of the workspace outside, were they that too' },
  { ...nothing, ...outside, letter: 'x', name: 'a guest outside, were they that too', role: 'guest' },
  { ...nothing, letter: 'm', name: 'a member' },
  { ...nothing, letter: 'f', name: 'a member who follows the thread', follows: true },
  { ...nothing, letter: 'a', name: 'the author of the message', wrote: true },
  { ...nothing, letter: 'c', name: 'the creator', created: true },
  { ...nothing, letter: 'd', name: 'an admin of the workspace', role: 'admin' },
  { ...nothing, letter: 'w', name: 'an owner of the workspace', role: 'owner' },
  { ...nothing, letter: 'g', name: 'a guest', role: 'guest' },
  { ...nothing, letter: 'h', name: 'a guest, author and creator', role: 'guest', wrote: true, created: true },
];

/** The columns of the table. */
const columns = [
  ...['public', 'default', 'private', 'direct'],
  ...['thread in public', 'thread in private', 'thread in direct'],
] as const;

/** Everybody inside, and inside with who follows the thread; all who see what is public; and those who are no guests. */
const [within, above] = ['macdwgh', 'mfacdwgh'];
const [anyone, anyoneAbove] = ['opmacdwgh', 'opmfacdwgh'];
const [insiders, managers] = ['macdw', 'cdw'];

/** Who may do what where, by their letters. An action that the rules know and this does not is no `Record`. */
const table: Record<Action, [string, string, string, string, string, string, string]> = {
  read: [anyone, anyone, within, within, anyoneAbove, above, above],
  send: [within, within, within, within, above, above, above],
  startThread: [within, within, within, within, '', '', ''],
  markRead: [within, within, within, within, 'f', 'f', 'f'],
  notify: [within, within, within, within, 'f', 'f', 'f'],
  react: [within, within, within, within, above, above, above],
  pin: [insiders, insiders, insiders, within, 'mfacdw', 'mfacdw', above],
  save: [anyone, anyone, within, within, anyoneAbove, above, above],
  closePoll: ['ah', 'ah', 'ah', 'ah', 'ah', 'ah', 'ah'],
  editMessage: ['ah', 'ah', 'ah', 'ah', 'ah', 'ah', 'ah'],
  deleteMessage: ['ah', 'ah', 'ah', 'ah', 'ah', 'ah', 'ah'],
  deleteAnyMessage: [managers, managers, managers, '', managers, managers, ''],
  readEdits: ['ah', 'ah', 'ah', 'ah', 'ah', 'ah', 'ah'],
  readAnyEdits: ['w', 'w', 'w', 'w', 'w', 'w', 'w'],
  rename: [insiders, managers, insiders, '', '', '', ''],
  setTopic: [insiders, insiders, insiders, '', '', '', ''],
  join: [anyone, anyone, within, within, above, above, above],
  addMember: [insiders, insiders, insiders, '', '', '', ''],
  leave: [within, within, within, '', 'f', 'f', 'f'],
  removeMember: [managers, managers, managers, '', '', '', ''],
  archive: ['ocdw', '', managers, '', '', '', ''],
  delete: [managers, '', managers, '', '', '', ''],
  mentionEveryone: [insiders, managers, insiders, '', '', '', ''],
  setRetention: ['w', 'w', 'w', 'w', '', '', ''],
};

/** What is asked about, as its row and the message in question are for whoever asks. */
function subjectOf(column: (typeof columns)[number], { isIn, follows, wrote, created }: Asker): Subject {
  const createdBy = created ? me : other;
  const authorId = wrote ? me : other;
  switch (column) {
    case 'thread in public':
      return { conversation: thread('public', isIn, follows, createdBy), authorId };
    case 'thread in private':
      return { conversation: thread('private', isIn, follows, createdBy), authorId };
    case 'thread in direct':
      return { conversation: thread('direct', isIn, follows, createdBy), authorId };
    case 'default':
      return { conversation: conversation('public', isIn, createdBy, true), authorId };
    default:
      return { conversation: conversation(column, isIn, createdBy), authorId };
  }
}

/** What the rules say to everybody about this in each kind of conversation, in the table's words; refusals are checked. */
function askedOf(action: Action): string[] {
  return columns.map((column, at) => {
    const able = askers.filter(({ letter }) => letter !== 'f' || column.startsWith('thread'));
    const letters = able.filter((asker) => {
      const said = verdict(asker.role, action, subjectOf(column, asker));
      const seen = table.read[at]?.includes(asker.letter) ? 'forbidden' : 'not_found';
      if (said !== 'yes') expect(said, `${asker.name}, ${column}`).toBe(seen);
      return said === 'yes';
    });
    return letters.map(({ letter }) => letter).join('');
  });
}

test.each(Object.entries(table) as [Action, string[]][])(
  '%s: who may, in which kind of conversation',
  (action, row) => {
    expect(askedOf(action)).toEqual(row);
  },
);

/** What a channel that is archived still allows, to those whom the table says, and its threads; nothing else is. */
const whileArchived: readonly Action[] = [
  ...([
    'read',
    'save',
    'markRead',
    'notify',
    'deleteMessage',
    'deleteAnyMessage',
    'readEdits',
    'readAnyEdits',
  ] as const),
  ...(['leave', 'removeMember', 'archive', 'delete', 'setRetention'] as const),
];

test.each(Object.entries(table) as [Action, string[]][])('%s, while it is archived', (action, row) => {
  columns.forEach((column, at) => {
    if (column === 'default' || column.endsWith('direct')) return;
    const able = askers.filter(({ letter }) => letter !== 'f' || column.startsWith('thread'));
    const letters = able.filter((asker) => {
      const { conversation: open, authorId = other } = subjectOf(column, asker);
      const subject = { conversation: { ...open, archived_at: new Date(1) }, authorId };
      return verdict(asker.role, action, subject) === 'yes';
    });
    const expected = whileArchived.includes(action) ? row[at] : '';
    expect(letters.map(({ letter }) => letter).join(''), column).toBe(expected);
  });
});

test.each(Object.entries(table) as [Action, string[]][])(
  '%s in a direct conversation of three or more: as in one of two, but whoever is in it names it',
  (action, row) => {
    const able = askers.filter(({ letter }) => letter !== 'f');
    const letters = able.filter((asker) => {
      const { conversation: ofTwo, authorId = other } = subjectOf('direct', asker);
      const subject = { conversation: { ...ofTwo, member_count: 3 }, authorId };
      return verdict(asker.role, action, subject) === 'yes';
    });
    expect(letters.map(({ letter }) => letter).join('')).toBe(action === 'rename' ? insiders : row[3]);
  },
);

test.each(Object.keys(table) as Action[])('%s is not for whoever may not come in any more', (action) => {
  for (const column of columns) {
    const { conversation: seen } = subjectOf(column, { ...nothing, letter: '', name: '', follows: true });
    const subject = { conversation: { ...seen, role: null }, authorId: me };
    expect(may(actor, action, subject), column).toBe(false);
    expect(() => requirePermission(actor, action, subject), column).toThrow('Sign in first.');
  }
});

const onMessages = ['send', 'react', 'pin', 'editMessage', 'deleteMessage'];
const inChannel = ['rename', 'setTopic', 'addMember', 'leave', 'mentionEveryone'];
const managing = ['deleteAnyMessage', 'removeMember'];
test.each([
  ['a member of a channel', 'member', conversation('public', true), [...onMessages, ...inChannel]],
  [
    'its creator',
    'member',
    conversation('private', true, me),
    [...onMessages, ...inChannel, ...managing, 'archive', 'delete'],
  ],
  ['somebody who only looks', 'member', conversation('public', false, me), []],
  ['the owner, who only looks', 'owner', conversation('public', false), ['archive']],
  [
    'whoever is in a group',
    'member',
    { ...conversation('direct', true), member_count: 3 },
    [...onMessages, 'rename'],
  ],
  ['a user of a direct conversation', 'member', conversation('direct', true), onMessages],
  [
    'a member of the default channel',
    'member',
    conversation('public', true, other, true),
    [...onMessages, ...inChannel.slice(1, -1)],
  ],
  [
    'an admin in it',
    'admin',
    conversation('public', true, other, true),
    [...onMessages, ...inChannel, ...managing],
  ],
  [
    'the owner in it',
    'owner',
    conversation('public', true, other, true),
    [...onMessages, ...inChannel, ...managing, 'readAnyEdits', 'setRetention'],
  ],
  [
    'a guest who made a channel',
    'guest',
    conversation('private', true, me),
    ['send', 'react', 'editMessage', 'deleteMessage', 'leave'],
  ],
] as const)('what %s may do travels with the conversation', (_, role, row, expected) => {
  expect(toMyConversation({ ...row, role }, actor).may.toSorted()).toEqual([...expected].sort());
});
