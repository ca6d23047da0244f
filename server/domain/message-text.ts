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

/** In the order in which `textOfMessage` takes them. Reactions are told one by one: who, and right behind it what. */
const columns = {
  isLarge,
  seq: 'm.seq',
  version: 'm.version',
  id: 'm.id',
  authorId: 'm.author_id',
  clientId: 'm.client_id',
  body: `CASE WHEN NOT ${isLarge} THEN m.body END`,
  mentions: 'm.mentions',
  createdAt: `date_part('epoch', m.created_at)`,
  editedAt: `date_part('epoch', m.edited_at)`,
  deletedAt: `date_part('epoch', m.deleted_at)`,
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

/** A message as it goes over the wire, and its position. */
export interface MessageText {
  seq: number;
  json: string;
}

/** Makes a message of a row of `textColumns` as PostgreSQL writes them; null: it is large. */
export function textOfMessage(conversationId: string, row: (string | null)[]): MessageText | null {
  const [large, seq, version, id, author, client, body, mentions, created, edited, deleted, ...rest] = row;
  if (large === 't') return null;
  const [notice, thread, inThread, files, previews, pin, reactions] = rest;
  const json = `{"id":"${id}","conversationId":"${conversationId}","seq":${seq},"version":${version},"authorId":"${author}",\
"clientId":"${client}","body":${JSON.stringify(body)},"mentions":${deleted === null ? mentions : '[]'},\
"createdAt":${timeText(created)},"editedAt":${timeText(edited)},"deletedAt":${timeText(deleted)},"notice":${notice},\
"thread":${thread},"inThread":${inThread},"pin":${pin},"reactions":${reactionsText(reactions)},"files":${files ?? '[]'},\
"previews":${previews ?? '[]'},"poll":null}`;
  return { seq: Number(seq), json };
}

/** The same of a row that was read whole. */
export function textOfRow(row: MessageRow): MessageText {
  return { seq: row.seq, json: JSON.stringify(toMessage(row)) };
}

/** Seconds since 1970 as a time. */
function timeText(seconds: string | null | undefined): string {
  return seconds ? `"${new Date(Math.round(Number(seconds) * 1_000)).toISOString()}"` : 'null';
}

const USER_ID = 36;

/** Of each emoji who gave it, in the order in which they came. */
function reactionsText(given: string | null | undefined): string {
  if (!given) return '[]';
  const users = new Map<string, string>();
  const reactions: string[] = JSON.parse(given);
  for (const reaction of reactions) {
    const [user, emoji] = [reaction.slice(0, USER_ID), reaction.slice(USER_ID)];
    const earlier = users.get(emoji);
    users.set(emoji, earlier === undefined ? `"${user}"` : `${earlier},"${user}"`);
  }
  const texts = [...users].map(([emoji, ids]) => `{"emoji":${JSON.stringify(emoji)},"userIds":[${ids}]}`);
  return `[${texts.join()}]`;
}
