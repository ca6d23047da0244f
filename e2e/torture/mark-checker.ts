import type { Message } from '#contract/messages.ts';
import type { SavedMark, SavedSummary } from '#contract/saved.ts';
import type { Journal, SavedState } from './journal.ts';
import type { StoredConversation, StoredSave, StoredState } from './stored-state.ts';

// What is marked: messages that are pinned, those that somebody saved, and channels that are archived.

/** Every way in which marks differ from what was promised, and counts of them from what they count. */
export function* markDifferences(journal: Journal, stored: StoredState): Generator<string> {
  for (const conversation of stored.conversations.values()) {
    const messages = stored.messages.get(conversation.id) ?? [];
    const pins = messages.filter(({ pin }) => pin !== null).length;
    if (pins !== conversation.pinCount)
      yield `Conversation ${conversation.id} says that ${conversation.pinCount} of its messages are pinned, and ${pins} are.`;
    for (const message of messages) yield* pinDifferences(journal, message);
    yield* archiveDifferences(journal, conversation);
  }
  yield* savedDifferences(journal, stored);
}

function* pinDifferences(journal: Journal, { id, seq, conversationId, pin, deletedAt }: Message) {
  const where = `Seq ${seq} of conversation ${conversationId}`;
  const by = journal.pins.get(id) ?? null;
  if (pin && deletedAt !== null) yield `${where} is deleted, and is pinned.`;
  else if (pin && by === null) yield `${where} is pinned, and nobody asked for that.`;
  else if (pin && pin.byId !== by) yield `${where} was pinned by ${by}, and says that ${pin.byId} did it.`;
  else if (!pin && by !== null && deletedAt === null)
    yield `${where} was pinned, with an acknowledgement, and is not.`;
}

function* archiveDifferences(journal: Journal, { id, archivedAt }: StoredConversation) {
  const wanted = journal.archived.get(id) ?? false;
  if (wanted && archivedAt === null)
    yield `Conversation ${id} was archived, with an acknowledgement, and is not.`;
  if (!wanted && archivedAt !== null)
    yield `Conversation ${id} is archived, and the last acknowledgement is that it is not.`;
}

function* savedDifferences(journal: Journal, stored: StoredState): Generator<string> {
  for (const wanted of journal.saved.values()) {
    const save = stored.saved.get(wanted.userId)?.find(({ messageId }) => messageId === wanted.messageId);
    yield* saveDifferences(wanted, save);
  }
  for (const [userId, saves] of stored.saved)
    for (const { messageId } of saves)
      if (!journal.saved.has(`${userId} ${messageId}`))
        yield `The message ${messageId} of what ${userId} saved is there, and nobody asked for that.`;
}

function* saveDifferences(
  { userId, messageId, isSaved, remindAt }: SavedState,
  save: StoredSave | undefined,
): Generator<string> {
  const what = `The message ${messageId} of what ${userId} saved`;
  if (!isSaved && save) yield `${what} was removed, with an acknowledgement, and is still there.`;
  if (!isSaved) return;
  if (!save) yield `${what} was saved, with an acknowledgement, and is not there.`;
  else if (save.remindAt !== remindAt)
    yield `${what} has the reminder ${save.remindAt}, and the last acknowledged one is ${remindAt}.`;
}

/** What a client holds of what its user saved. */
export interface SavedView {
  name: string;
  userId: string;
  saved: SavedSummary & { marks: Record<string, SavedMark | undefined> };
  timelines: Record<string, { messages: readonly Message[] }>;
}

/** Every way in which that differs from the database: its numbers, and the marks of the messages it has loaded. */
export function* heldSavedDifferences(
  { name, userId, saved, timelines }: SavedView,
  stored: StoredState['saved'],
): Generator<string> {
  const saves = stored.get(userId) ?? [];
  const times = saves.flatMap(({ remindAt }) => (remindAt === null ? [] : [remindAt])).sort();
  const now = new Date().toISOString();
  const wanted = {
    count: saves.length,
    due: times.filter((time) => time <= now).length,
    nextAt: times.find((time) => time > now) ?? null,
  };
  for (const field of ['count', 'due', 'nextAt'] as const)
    if (saved[field] !== wanted[field])
      yield `${name} holds ${field} ${saved[field]} of what is saved, and the database ${wanted[field]}.`;
  const byMessage = new Map(saves.map((save) => [save.messageId, save]));
  for (const { id } of Object.values(timelines).flatMap(({ messages }) => messages)) {
    const [mine, theirs] = [textOf(saved.marks[id]), textOf(byMessage.get(id))];
    if (mine !== theirs)
      yield `${name} holds ${mine} for what is saved of the message ${id}, and the database ${theirs}.`;
  }
}

function textOf(mark: SavedMark | undefined): string {
  return mark ? `${mark.savedAt} ${mark.remindAt}` : 'nothing';
}

/** Every way in which a list of what is saved differs from the database, whose order is the latest first. */
export function* savedListDifferences(
  name: string,
  listed: readonly (SavedMark & { message: Message })[],
  saves: readonly StoredSave[],
): Generator<string> {
  const line = (id: string, mark: SavedMark) => `${id} ${textOf(mark)}`;
  const mine = listed.map((item) => line(item.message.id, item));
  const theirs = saves.map((save) => line(save.messageId, save));
  const at = theirs.findIndex((text, index) => text !== mine[index]);
  if (mine.length !== theirs.length)
    yield `The list of what ${name} saved holds ${mine.length}, and the database ${theirs.length}.`;
  else if (at >= 0)
    yield `The list of what ${name} saved holds ${mine[at]} where the database has ${theirs[at]}.`;
}

/** The pinned ones of these messages as they are listed: whatever was pinned last first. */
export function pinsOf(messages: readonly Message[]): Message[] {
  const key = ({ pin, id }: Message) => `${pin?.at} ${id}`;
  return messages.filter(({ pin }) => pin !== null).sort((one, other) => (key(one) < key(other) ? 1 : -1));
}
