import { Refusal, refuseField } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import type { ChangesPage, ChangesQuery, Message, NewMessage } from '#contract/messages.ts';
import { queryRows } from '#platform/database.ts';
import { refuseWhenBusy } from '#platform/overload.ts';
import type { Actor } from './actor.ts';
import { Existing } from './existing.ts';
import { fittingMessages, type MessageRow, toMessage } from './message-rows.ts';
import { nearest } from './message-sides.ts';
import { findPermitted } from './permissions.ts';
import { findReadable } from './readable.ts';
import type { Send } from './send-batch.ts';
import { store } from './send-queue.ts';

/**
 * Stores a message and answers once it is committed. The same `clientId` again, by a member, gives the message that is
 * there and announces it again, because the first announcement may have died with its instance.
 */
export async function sendMessage(
  actor: Actor,
  input: NewMessage & Pick<Send, 'poll'>,
): Promise<Message | Existing<Message>> {
  const stored = await store({ authorId: actor.userId, ...input });
  if (!stored) {
    const conversation = await findPermitted(actor, input.conversationId, 'send');
    if (input.fileIds?.length) throw noSuchFiles();
    if (input.alsoInParent && conversation.kind !== 'thread')
      throw refuseField('alsoInParent', 'This conversation is no thread');
    // Member now, but not when the statement ran: the caller's own retry will find them in.
    throw new Refusal('unavailable', 'The message was not stored: try again.', { retryAfter: 1 });
  }
  if (stored.message.conversationId !== input.conversationId)
    throw new Refusal('conflict', 'This clientId belongs to a message in another conversation.', {
      errors: [{ path: 'clientId', message: 'This was used for another message' }],
    });
  return stored.created ? stored.message : new Existing(stored.message);
}

/** Files that are not there, that have gone or wait to go with another message, and that are somebody else's. */
export function noSuchFiles(): Refusal {
  return refuseField('fileIds', 'A file is not there, or has been sent already: upload it again');
}

/** How many messages a statement reads at the most: see `history.ts`. One more tells that there are more. */
const most = [51, limits.changesDefault + 1, limits.changes + 1] as const;
const changes = new Map(most.map((count) => [count, nearest('version', '>', count)]));

/** Everything new or changed since a version: what catches a client up, whatever it missed. */
export async function listChanges(
  actor: Actor,
  { conversationId, after, limit }: ChangesQuery,
): Promise<ChangesPage> {
  const conversation = await findReadable(actor, conversationId);
  // Far behind: this would be the first of many large answers.
  if (conversation.version - after > limits.changes) refuseWhenBusy('last');
  const step = most.find((more) => more > limit) ?? limits.changes + 1;
  const rows = await queryRows<MessageRow>(`message-changes-${step}`, changes.get(step) ?? '', [
    ...[conversationId, after, limits.answerBytes],
  ]);
  const found = rows.slice(0, limit + 1).map(toMessage);
  const items = fittingMessages(found.slice(0, limit));
  return {
    items,
    version: Math.max(conversation.version, items.at(-1)?.version ?? 0),
    // Reading stops only behind what is too much for one answer, so this is true then, too.
    hasMore: items.length < found.length,
  };
}
