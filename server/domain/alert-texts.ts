import { type PushPayload, savedTag } from '#contract/alerts.ts';
import type { UserId } from '#contract/ids.ts';
import { queryRow } from '#platform/database.ts';
import { MOST_PUSHED } from '#platform/push.ts';
import type { ConversationRow } from './conversation-rows.ts';
import { wordsOf } from './file-rows.ts';

/** Characters of a message that a device shows. */
const SHOWN = 300;

export type Shown = Extract<PushPayload, { kind: 'show' }>;

interface TextRow {
  body: string;
  created_at: Date;
  author: string;
  /** What the conversation, or the one that a thread hangs on, is called; null: nothing. */
  name: string | null;
}

/** What a device shows of a message; null: it is not there any more. `badge`: how much asks for its reader. */
export async function textOfMessage(
  { id, kind, parent_id, parent_kind, root_seq }: ConversationRow,
  seq: number,
  badge: number,
): Promise<Shown | null> {
  const row = await queryRow<TextRow>(
    'alert-message',
    `SELECT ${wordsOf('m')} AS body, m.created_at, u.name AS author, coalesce(p.name, c.name) AS name
     FROM message m JOIN "user" u ON u.id = m.author_id JOIN conversation c ON c.id = m.conversation_id
     LEFT JOIN conversation p ON p.id = c.parent_id
     WHERE m.conversation_id = $1 AND m.seq = $2 AND m.deleted_at IS NULL`,
    [id, seq],
  );
  if (!row) return null;
  const author = isolated(row.author);
  const isDirect = (parent_kind ?? kind) === 'direct';
  const name = row.name === null ? null : isolated(isDirect ? row.name : `#${row.name}`);
  const path = parent_id ? `/c/${parent_id}?thread=${root_seq}&reply=${seq}` : `/c/${id}?message=${seq}`;
  return fitting({
    kind: 'show',
    tag: id,
    title: titleOf(author, name, parent_id !== null),
    body: shownText(row.body),
    path,
    at: row.created_at.toISOString(),
    badge,
  });
}

function titleOf(author: string, name: string | null, isThread: boolean): string {
  if (isThread) return name ? `${author} in a thread of ${name}` : `${author} in a thread`;
  return name ? `${author} in ${name}` : author;
}

/** What a device shows of what is due of what was saved, or was to be reminded of; null: nothing is. */
export async function textOfReminders(userId: UserId, badge: number): Promise<Shown | null> {
  const row = await queryRow<{ due: number; body: string; remind_at: Date }>(
    'alert-reminders',
    `SELECT count(*) OVER ()::int AS due, body, remind_at FROM (
       SELECT ${wordsOf('m')} AS body, s.remind_at FROM saved_message s JOIN message m ON m.id = s.message_id AND m.deleted_at IS NULL
       JOIN member b ON b.conversation_id = s.conversation_id AND b.user_id = s.user_id
       WHERE s.user_id = $1 AND s.remind_at <= now()
       UNION ALL
       SELECT text, remind_at FROM reminder WHERE user_id = $1 AND remind_at <= now()
     ) AS r ORDER BY remind_at DESC LIMIT 1`,
    [userId],
  );
  if (!row) return null;
  return fitting({
    kind: 'show',
    tag: savedTag,
    title: row.due === 1 ? 'Reminder' : `${row.due} reminders`,
    body: shownText(row.body),
    path: '/saved',
    at: row.remind_at.toISOString(),
    badge,
  });
}

/** The beginning of a message, without the signs of its formatting that a device would show as they are. */
export function shownText(body: string): string {
  const text = body
    .slice(0, 4 * SHOWN)
    .toWellFormed()
    .replace(/^\s*(?:```.*|~~~.*|[>#]+ )/gm, '')
    .replace(/\*\*|__|~~|`/g, '')
    .replace(/\[([^[\]]{1,200})\]\([^()\s]{1,500}\)/g, '$1')
    .trim();
  const characters = Array.from(text);
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN - 1).join('')}…` : text;
}

/** U+2068 and U+2069: a name that is written from right to left turns nothing around it. */
function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

/** As much of it as a push holds. */
function fitting(shown: Shown): Shown {
  let { body } = shown;
  const bytes = () => Buffer.byteLength(JSON.stringify({ ...shown, body }));
  while (bytes() > MOST_PUSHED && body !== '') body = Array.from(body).slice(0, -20).join('');
  return { ...shown, body };
}
