import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { announceChanges, announceJoined } from './announce.ts';
import { toMessage } from './message-rows.ts';
import { noteThread } from './ordinary-sends.ts';
import { announceRead } from './read-states.ts';
import type { RootOutcome, SendOutcome } from './send-statement.ts';
import { announceRoots } from './thread-roots.ts';

/** A stored message, and whether this send created it. */
export type Storing = { message: Message; created: boolean };

/** Null: it was not stored. */
export function resultOf(outcome: SendOutcome | undefined): Storing | null {
  if (!outcome || outcome.created === null) return null;
  const { send_id, thread_id, followers, put_back, created, ...row } = outcome;
  return { message: toMessage(row), created };
}

/** What is to be announced of a batch, after the answers, see live(). */
export class News {
  /** What was committed together for one conversation leaves together. */
  readonly #changes = new Map<ConversationId, Message[]>();
  /** Threads whose root is to be read again. */
  readonly #roots = new Set<ConversationId>();
  /** Their authors' positions had been put back there. */
  readonly #movedOn: Message[] = [];
  readonly #followers = new Map<ConversationId, UserId[]>();

  noteRoot({ send_id, thread_id, followers, put_back, created, ...row }: RootOutcome): void {
    if (followers) this.#followers.set(thread_id, followers);
    if (created) this.noteMessage(toMessage(row));
    else this.#roots.add(thread_id);
  }

  noteStored(
    outcome: SendOutcome,
    sentTo: ConversationId,
    { message, created }: Storing,
    copy?: SendOutcome,
  ): void {
    // Not a message that is elsewhere, where its author may be no member any more.
    if (message.conversationId !== sentTo) return;
    this.noteMessage(message);
    if (outcome.put_back) this.#movedOn.push(message);
    const copied = resultOf(copy)?.message;
    if (copied?.inThread?.id === sentTo) {
      this.noteMessage(copied);
      if (copy?.put_back) this.#movedOn.push(copied);
    }
    if (outcome.thread_id) noteThread(outcome.thread_id);
    if (outcome.thread_id && !created) this.#roots.add(outcome.thread_id);
  }

  noteMessage(message: Message): void {
    const messages = this.#changes.get(message.conversationId);
    if (messages) messages.push(message);
    else this.#changes.set(message.conversationId, [message]);
  }

  announce(): void {
    for (const [conversationId, messages] of this.#changes) announceChanges(conversationId, messages);
    for (const { authorId, conversationId } of this.#movedOn) announceRead(authorId, conversationId);
    announceRoots([...this.#roots]);
    for (const [thread, userIds] of this.#followers) announceJoined(userIds, thread);
  }
}
