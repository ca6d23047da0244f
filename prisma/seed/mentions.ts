import { noteMentioned } from '#domain/mention-changes.ts';
import { resolveMentions } from '#domain/mention-words.ts';
import type { MessageRow } from '#domain/message-rows.ts';
import { messageColumns } from '#domain/message-rows.ts';
import type { Query } from '#platform/database.ts';

/** Gives the messages of the seed the mentions that their words mean, once all users and channels are stored. */
export async function storeMentions(query: Query): Promise<void> {
  const messages = await query<MessageRow>(
    `SELECT ${messageColumns} FROM message m WHERE m.body ~ '[@#]' ORDER BY m.id`,
    [],
  );
  const mentions = await resolveMentions(messages, (_name, text, values) => query(text, values));
  for (const [index, message] of messages.entries()) {
    const found = mentions[index] ?? [];
    if (found.length === 0) continue;
    await query('UPDATE message SET mentions = $2 WHERE id = $1', [message.id, JSON.stringify(found)]);
    await noteMentioned(query, { ...message, mentions: found });
  }
}
