import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import type { Journal } from './journal.ts';
import type { StoredConversation, StoredState } from './stored-state.ts';

/** Every way in which the roots of threads say something else than the threads themselves. */
export function* threadDifferences(stored: StoredState): Generator<string> {
  for (const thread of stored.conversations.values()) {
    if (thread.parentId === null) continue;
    const root = stored.messages.get(thread.parentId)?.find(({ seq }) => seq === thread.rootSeq);
    if (root) yield* rootDifferences(thread, root, stored.messages.get(thread.id) ?? []);
    else yield `The thread ${thread.id} hangs on seq ${thread.rootSeq}, which is not there.`;
  }
}

function* rootDifferences(thread: StoredConversation, root: Message, replies: Message[]): Generator<string> {
  const there = replies.filter(({ deletedAt }) => deletedAt === null);
  const authors = [...new Set(there.map(({ authorId }) => authorId).reverse())].slice(
    0,
    limits.threadAuthors,
  );
  const lastReplyAt = there.at(-1)?.createdAt ?? null;
  const wanted = { id: thread.id, replyCount: there.length, lastReplyAt, lastAuthorIds: authors };
  const [says, due] = [JSON.stringify(root.thread), JSON.stringify(replies.length === 0 ? null : wanted)];
  if (says !== due)
    yield `Seq ${root.seq} of conversation ${root.conversationId} says ${says} of its thread, and it is ${due}.`;
}

/** What was meant for the parent too is there once, and nothing else is. */
export function* copyDifferences(journal: Journal, messages: readonly Message[]): Generator<string> {
  const copies = new Map<string, number>();
  for (const { inThread, authorId, body } of messages)
    if (inThread) {
      const key = `${inThread.id} ${authorId} ${body}`;
      copies.set(key, (copies.get(key) ?? 0) + 1);
    }
  for (const {
    conversationId,
    authorId,
    body,
    alsoInParent,
    acknowledged,
    clientId,
  } of journal.intents.values()) {
    if (!alsoInParent) continue;
    const key = `${conversationId} ${authorId} ${body}`;
    const count = copies.get(key) ?? 0;
    if (acknowledged && count === 0) yield `The copy of the message ${clientId} for the parent is lost.`;
    if (count > 1) yield `The message ${clientId} has ${count} copies in the parent.`;
    copies.delete(key);
  }
  for (const key of copies.keys()) yield `Nobody meant to send a copy to the parent of: ${key.slice(0, 140)}`;
}
