import type { MessageId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import type { MentionQuery } from '#contract/mentions.ts';
import type { Message } from '#contract/messages.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visible } from './conversation-rows.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';
import { everyone } from './mention-rows.ts';
import { fittingMessages, type MessageRow, messageColumns, toMessage } from './message-rows.ts';

/** Mentions that are looked at for one page: those where the actor may not see them any more count, too. */
const LOOKED_AT = 500;

const newest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The messages that mention the actor, newest first, where they may see them now: by name wherever they may read, and
 * as one of all members since they joined. A page holds fewer than `limit` when more would take too many bytes, or when
 * too many had to be passed over; `nextCursor` says whether there is more.
 */
export async function listMentions(actor: Actor, { cursor, limit }: MentionQuery): Promise<List<Message>> {
  const [, before] = decodeCursor(cursor) ?? ['', newest];
  const found = await queryRows<{ message_id: MessageId; seen: boolean }>('mention-list', selectMentions, [
    actor.userId,
    before,
    limit + 1,
  ]);
  const seen = found.filter((row) => row.seen).map((row) => row.message_id);
  const wanted = seen.slice(0, limit);
  const rows = await queryRows<MessageRow>(
    'mention-messages',
    `SELECT ${messageColumns} FROM message m WHERE m.id = ANY($1) ORDER BY m.id DESC`,
    [wanted],
  );
  const items = fittingMessages(rows.map(toMessage));
  const isCut = items.length < rows.length;
  const last = isCut ? items.at(-1)?.id : seen.length > limit ? wanted.at(-1) : undefined;
  const passed = found.length === LOOKED_AT ? found.at(-1)?.message_id : undefined;
  const next = last ?? passed;
  return { items, nextCursor: next ? encodeCursor(['', next]) : null };
}

/**
 * Ids of messages that mention $1, older than $2, newest first. Those that mention all members are read for each
 * conversation of $1 (a thread has none, see mentionEveryone), and of each no more than a page needs ($3). The id that its time makes (RFC 9562, version 7) says
 * which of them are younger than a membership.
 */
const selectMentions = `
SELECT message_id, bool_or(seen) AS seen FROM (
  SELECT n.message_id, ${visible} AS seen
  FROM (
    SELECT message_id, conversation_id FROM mention WHERE user_id = $1 AND message_id < $2
    ORDER BY message_id DESC LIMIT ${LOOKED_AT}
  ) AS n
  JOIN conversation c ON c.id = n.conversation_id
  LEFT JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = $1
  UNION ALL
  SELECT n.message_id, true
  FROM member mine CROSS JOIN LATERAL (
    SELECT n.message_id FROM mention n
    WHERE n.conversation_id = mine.conversation_id AND n.user_id = '${everyone}' AND n.message_id < $2
      AND n.message_id >= (lpad(to_hex((extract(epoch FROM mine.joined_at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
      AND n.author_id <> $1
    ORDER BY n.message_id DESC LIMIT $3
  ) AS n
  WHERE mine.user_id = $1 AND mine.parent_id IS NULL
) AS found GROUP BY message_id ORDER BY message_id DESC LIMIT ${LOOKED_AT}`;
