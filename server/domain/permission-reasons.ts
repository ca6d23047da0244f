import type { ConversationRow } from './conversation-rows.ts';
import type { Action } from './permission-rules.ts';

// What somebody is told who sees a conversation and is refused there.

type Reasons = Partial<Record<Action, string>>;

const reasons: Reasons = {
  editMessage: 'Only its author edits a message.',
  closePoll: 'Only whoever asked closes a poll.',
  deleteAnyMessage: "Only its author, the channel's creator, owners and admins delete a message.",
  readAnyEdits: 'Only its author and the owner read the earlier texts of a message.',
  removeMember: "Only the channel's creator, owners and admins remove people.",
  archive: "Only the channel's creator, owners and admins archive it, or take that back.",
  delete: "Only the channel's creator, owners and admins delete it.",
  setRetention: 'Only the owner says how long messages are kept.',
};

const directReasons: Reasons = {
  deleteAnyMessage: 'Only its author deletes a message.',
  rename: 'A conversation of two is called after the other person.',
  setTopic: 'A direct conversation has no topic and no description.',
  addMember: 'A direct conversation keeps its people: start a new one with everybody.',
  leave: 'A direct conversation cannot be left.',
  removeMember: 'A direct conversation keeps its people.',
  archive: 'A direct conversation cannot be archived.',
  delete: 'A direct conversation cannot be deleted.',
};

const threadReasons: Reasons = {
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

const defaultReasons: Reasons = {
  rename: "Only the channel's creator, owners and admins rename the channel that everyone joins.",
  archive: 'The channel that everyone joins cannot be archived.',
  delete: 'The channel that everyone joins cannot be deleted.',
};

const guestReasons: Reasons = {
  pin: 'Guests do not pin messages in channels.',
  rename: 'Guests do not rename conversations.',
  setTopic: 'Guests do not change what a channel is about.',
  addMember: 'Guests do not add people.',
};

/** Why somebody who is in a conversation may not do this there. */
export function reasonFor(action: Action, { kind, is_default: isDefault, role }: ConversationRow): string {
  const own = isDefault ? defaultReasons : kind === 'direct' ? directReasons : threadReasonsOf(kind);
  const ofGuests = role === 'guest' ? guestReasons[action] : undefined;
  return ofGuests ?? own[action] ?? reasons[action] ?? 'This is not yours to do.';
}

function threadReasonsOf(kind: ConversationRow['kind']): Reasons {
  return kind === 'thread' ? threadReasons : {};
}
