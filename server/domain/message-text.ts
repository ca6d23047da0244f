import { type MessageRow, toMessage } from './message-rows.ts';

// A message straight from PostgreSQL's text to the text of an answer: what `toMessage` makes of a row, as JSON, without
// the values in between, which cost more than everything else about a page of history.

/** UTF-8 bytes of a body, and of what is told of files and of links, and reactions, from which on a message is large. */
const LARGE_BODY = 4_000;
const MANY_REACTIONS = 100;

/** SQL: a message `m` of which no more is read here than that it is there. Polls are few, and read whole. */
const isLarge = `(octet_length(m.body) > ${LARGE_BODY} OR m.reaction_count > ${MANY_REACTIONS} OR m.poll IS NOT NULL
  OR (m.files IS NOT NULL AND octet_length(m.files::text) > ${LARGE_BODY})
  OR (m.previews IS NOT NULL AND octet_length(m.previews::text) > ${LARGE_BODY}))`;

/** SQL: a time inside of JSON, as the contract has it. */
const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Characters of what is told without anything between. */
const UUID = 36;
const TIME = '"2026-01-01T00:00:00.000'.length;

/**
 * SQL: the same with the quotation mark before it, and without the end, for half the price. PostgreSQL leaves out zeros at
 * the end of a fraction: with one microsecond more there are none, and times are kept to the millisecond.
 */
const quickTime = (column: string) =>
  `left(to_json(${column} AT TIME ZONE 'UTC' + interval '1 microsecond')::text, ${TIME})`;

/**
 * In the order in which `textOfMessage` takes them. Each value costs the reader more than what is in it, but null costs
 * nothing: so what each message has comes as one, and what few have is null for the others. Reactions are told one by one:
 * who, and right behind it what.
 */
const columns = {
  isLarge: `CASE WHEN ${isLarge} THEN true END`,
  always: `m.id::text || m.author_id || m.client_id || ${quickTime('m.created_at')} || m.seq || ',"version":' || m.version`,
  body: `CASE WHEN NOT ${isLarge} THEN m.body END`,
  mentions: `CASE WHEN m.mentions <> '[]' AND m.deleted_at IS NULL THEN m.mentions END`,
  editedAt: quickTime('m.edited_at'),
  deletedAt: quickTime('m.deleted_at'),
  notice: 'to_json(m.notice)',
  thread: `CASE WHEN m.thread_id IS NOT NULL THEN json_build_object('id', m.thread_id, 'replyCount', m.reply_count,
    'lastReplyAt', ${time('m.last_reply_at')}, 'lastAuthorIds', m.last_author_ids) END`,
  inThread: `CASE WHEN m.in_thread_id IS NOT NULL AND m.in_thread_seq IS NOT NULL
    THEN json_build_object('id', m.in_thread_id, 'rootSeq', m.in_thread_seq) END`,
  files: `CASE WHEN m.deleted_at IS NULL AND NOT ${isLarge} THEN m.files END`,
  previews: `CASE WHEN m.deleted_at IS NULL AND NOT ${isLarge} THEN m.previews END`,
  pin: `CASE WHEN m.pinned_by_id IS NOT NULL AND m.pinned_at IS NOT NULL
    THEN json_build_object('byId', m.pinned_by_id, 'at', ${time('m.pinned_at')}) END`,
  reactions: `CASE WHEN m.reaction_count > 0 AND NOT ${isLarge} THEN (
    SELECT json_agg(r.user_id || r.emoji ORDER BY r.created_at, r.emoji, r.user_id) FROM reaction r WHERE r.message_id = m.id) END`,
};

/** SQL: what `textOfMessage` needs of a message `m`. */
export const textColumns = Object.values(columns).join(', ');
/** Where the body is among them. */
export const BODY_COLUMN = Object.keys(columns).indexOf('body');

/** A message as it goes over the wire, and its position. */
export interface MessageText {
  seq: number;
  json: string;
}

/** Makes a message of a row of `textColumns` as PostgreSQL writes them; null: it is large. */
export function textOfMessage(conversationId: string, row: (string | null)[]): MessageText | null {
  const [isLarge, always, body, mentions, edited, deleted, notice, thread, inThread, ...rest] = row;
  if (isLarge || !always) return null;
  const [files, previews, pin, reactions] = rest;
  const created = 3 * UUID;
  const numbers = created + TIME;
  const json = `{"id":"${always.slice(0, UUID)}","conversationId":"${conversationId}","seq":${always.slice(numbers)},\
"authorId":"${always.slice(UUID, 2 * UUID)}","clientId":"${always.slice(2 * UUID, created)}","body":${JSON.stringify(body)},\
"mentions":${mentions ?? '[]'},"createdAt":${timeText(always.slice(created, numbers))},"editedAt":${timeText(edited)},\
"deletedAt":${timeText(deleted)},"notice":${notice},"thread":${thread},"inThread":${inThread},"pin":${pin},\
"reactions":${reactionsText(reactions)},"files":${files ?? '[]'},"previews":${previews ?? '[]'},"poll":null}`;
  return { seq: Number.parseInt(always.slice(numbers), 10), json };
}

/** The same of a row that was read whole. */
export function textOfRow(row: MessageRow): MessageText {
  return { seq: row.seq, json: JSON.stringify(toMessage(row)) };
}

/** What `quickTime` gives, whole. */
function timeText(time: string | null | undefined): string {
  return time ? `${time}Z"` : 'null';
}

/** Of each emoji who gave it, in the order in which they came. */
function reactionsText(given: string | null | undefined): string {
  if (!given) return '[]';
  const users = new Map<string, string>();
  const reactions: string[] = JSON.parse(given);
  for (const reaction of reactions) {
    const [user, emoji] = [reaction.slice(0, UUID), reaction.slice(UUID)];
    const earlier = users.get(emoji);
    users.set(emoji, earlier === undefined ? `"${user}"` : `${earlier},"${user}"`);
  }
  const texts = [...users].map(([emoji, ids]) => `{"emoji":${JSON.stringify(emoji)},"userIds":[${ids}]}`);
  return `[${texts.join()}]`;
}
