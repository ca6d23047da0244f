import { describe, expect, test } from 'vitest';
import type { ConversationKind } from '#contract/conversations.ts';
import { Refusal } from '#contract/errors.ts';
import { conversationId, sessionId, userId } from '#contract/ids.ts';
import type { Actor } from './actor.ts';
import type { ConversationRow } from './conversation-rows.ts';
import { toMyConversation } from './my-conversation.ts';
import { type Action, requirePermission, type Subject } from './permissions.ts';

const me = userId.parse('019a0000-0000-7000-8000-00000000000a');
const other = userId.parse('019a0000-0000-7000-8000-00000000000b');

const actor = (role: Actor['role'] = 'member'): Actor => ({
  userId: me,
  sessionId: sessionId.parse('019a0000-0000-7000-8000-00000000005e'),
  role,
});

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
    member_count: 2,
    member_ids: null,
    created_by_id: createdBy,
    is_default: isDefault,
    created_at: at,
    updated_at: at,
    last_seq: 0,
    last_message_at: null,
    version: 0,
    pin_count: 0,
    last_read_seq: isMember ? 0 : null,
    parent_id: null,
    root_seq: null,
    parent_kind: null,
    parent_created_by_id: null,
    in_parent: false,
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
function verdict(by: Actor, action: Action, subject: Subject): string {
  try {
    requirePermission(by, action, subject);
    return 'yes';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const actions: Action[] = [
  'read',
  'send',
  'startThread',
  'markRead',
  'notify',
  'react',
  'pin',
  'save',
  'editMessage',
  'deleteMessage',
  'deleteAnyMessage',
  'readEdits',
  'readAnyEdits',
  'rename',
  'setTopic',
  'join',
  'addMember',
  'leave',
  'removeMember',
  'delete',
  'mentionEveryone',
];
const kinds: ConversationKind[] = ['public', 'private', 'direct'];

describe.each(kinds)('in a %s conversation', (kind) => {
  test.each(actions)('an outsider, were they the author, its creator and the owner: %s', (action) => {
    const subject = { conversation: conversation(kind, false, me), authorId: me };
    const open =
      kind === 'public' ? (['read', 'join', 'save'].includes(action) ? 'yes' : 'forbidden') : 'not_found';
    expect(verdict(actor('owner'), action, subject)).toBe(open);
  });

  test('what a member may, a manager may too; what only managers may, members may not', () => {
    const allowed = (by: Actor, createdBy = other) =>
      actions.filter(
        (action) =>
          verdict(by, action, { conversation: conversation(kind, true, createdBy), authorId: other }) ===
          'yes',
      );
    const everyone = ['read', 'send', 'startThread', 'markRead', 'notify', 'react', 'pin', 'save', 'join'];
    const inChannels = ['rename', 'setTopic', 'addMember', 'leave', 'mentionEveryone'];
    const managers = ['deleteAnyMessage', 'removeMember', 'delete'];
    const member = kind === 'direct' ? everyone : [...everyone, ...inChannels];
    const manager = kind === 'direct' ? everyone : [...member, ...managers];
    expect(allowed(actor()).sort()).toEqual(member.sort());
    expect(allowed(actor('owner')).sort()).toEqual([...manager, 'readAnyEdits'].sort());
    expect(allowed(actor(), me).sort()).toEqual(manager.sort());
  });

  test('an author edits and deletes what is theirs, and nobody else edits', () => {
    const own = { conversation: conversation(kind, true), authorId: me };
    const anothers = { conversation: conversation(kind, true, me), authorId: other };
    for (const action of ['editMessage', 'deleteMessage', 'readEdits'] as const) {
      expect(verdict(actor(), action, own)).toBe('yes');
      expect(verdict(actor(), action, anothers)).toBe('forbidden');
    }
    expect(verdict(actor('owner'), 'editMessage', anothers)).toBe('forbidden');
  });
});

describe.each(['public', 'private', 'direct'] as const)('in a thread of a %s conversation', (parent) => {
  const allowed = (by: Actor, row: ConversationRow, authorId = other) =>
    actions.filter((action) => verdict(by, action, { conversation: row, authorId }) === 'yes').sort();
  const everyone = ['join', 'pin', 'react', 'read', 'save', 'send'];

  test('whoever is not in its parent looks, if the parent may be seen, and does nothing', () => {
    for (const action of actions) {
      const seen =
        parent === 'public' ? (['read', 'save'].includes(action) ? 'yes' : 'forbidden') : 'not_found';
      const subject = { conversation: thread(parent, false, false, me), authorId: me };
      expect(verdict(actor('owner'), action, subject), action).toBe(seen);
    }
  });

  test('whoever is in its parent replies and follows it, and only who follows it reads on and leaves', () => {
    expect(allowed(actor(), thread(parent, true, false))).toEqual(everyone);
    expect(allowed(actor(), thread(parent, true, true))).toEqual(
      [...everyone, 'leave', 'markRead', 'notify'].sort(),
    );
  });

  test('its messages are their author’s, and the managers’ of its parent', () => {
    const managed = parent === 'direct' ? everyone : [...everyone, 'deleteAnyMessage'].sort();
    expect(allowed(actor(), thread(parent, true, false, me))).toEqual(managed);
    expect(allowed(actor('owner'), thread(parent, true, false))).toEqual([...managed, 'readAnyEdits'].sort());
    const own = [...everyone, 'deleteMessage', 'editMessage', 'readEdits'].sort();
    expect(allowed(actor(), thread(parent, true, false), me)).toEqual(own);
  });
});

test.each([
  ['a member', actor(), other],
  ['its creator', actor(), me],
  ['the owner', actor('owner'), other],
] as const)('in the channel that everyone joins, %s: nobody deletes it', (who, by, createdBy) => {
  const subject = { conversation: conversation('public', true, createdBy, true) };
  const manages = who === 'a member' ? 'forbidden' : 'yes';
  expect(verdict(by, 'delete', subject)).toBe('forbidden');
  expect(verdict(by, 'rename', subject)).toBe(manages);
  expect(verdict(by, 'removeMember', subject)).toBe(manages);
  expect(verdict(by, 'mentionEveryone', subject)).toBe(manages);
  for (const action of ['setTopic', 'addMember', 'leave', 'send'] as const)
    expect(verdict(by, action, subject)).toBe('yes');
});

const onMessages = ['send', 'react', 'pin', 'editMessage', 'deleteMessage'];
const inChannel = ['rename', 'setTopic', 'addMember', 'leave', 'mentionEveryone'];
const managing = ['deleteAnyMessage', 'removeMember'];
test.each([
  ['a member of a channel', actor(), conversation('public', true), [...onMessages, ...inChannel]],
  [
    'its creator',
    actor(),
    conversation('private', true, me),
    [...onMessages, ...inChannel, ...managing, 'delete'],
  ],
  ['somebody who only looks', actor('owner'), conversation('public', false), []],
  ['a user of a direct conversation', actor(), conversation('direct', true), onMessages],
  [
    'a member of the default channel',
    actor(),
    conversation('public', true, other, true),
    [...onMessages, ...inChannel.slice(1, -1)],
  ],
  [
    'the owner in it',
    actor('owner'),
    conversation('public', true, other, true),
    [...onMessages, ...inChannel, ...managing, 'readAnyEdits'],
  ],
] as const)('what %s may do travels with the conversation', (_, by, row, expected) => {
  expect(toMyConversation(row, by).may.toSorted()).toEqual([...expected].sort());
});
