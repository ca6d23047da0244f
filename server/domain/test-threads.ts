import type pg from 'pg';
import { v4 as uuidv4 } from 'uuid';
import type { MyConversation } from '#contract/conversations.ts';
import { type ConversationId, clientId } from '#contract/ids.ts';
import type { Message, NewMessage } from '#contract/messages.ts';
import type { Actor } from './actor.ts';
import { sendMessage } from './messages.ts';
import { storeChannels, storePeople } from './test-people.ts';
import { openThread } from './threads.ts';

/** A channel of Ada and Ben, Cy outside, and a thread that Ben made of Ada's message. */
export interface ThreadScene {
  ada: Actor;
  ben: Actor;
  cy: Actor;
  channel: ConversationId;
  root: Message;
  thread: MyConversation;
}

export async function makeThread(sql: pg.Pool): Promise<ThreadScene> {
  const [ada, ben, cy] = await storePeople(sql, 3);
  if (!(ada && ben && cy)) throw new Error('Nobody is there');
  const [channel] = await storeChannels(sql, 1, [ada, ben]);
  if (!channel) throw new Error('There is no channel');
  const root = await said(sendMessage(ada, say(channel, 'root')));
  const thread = await said(openThread(ben, { id: root.id }));
  return { ada, ben, cy, channel, root, thread };
}

export function say(
  conversationId: ConversationId,
  body: string,
  more: Partial<NewMessage> = {},
): NewMessage {
  return { conversationId, clientId: clientId.parse(uuidv4()), body, ...more };
}

/** What was made, whether now or before. */
export async function said<Value extends object>(answer: Promise<Value | { value: Value }>): Promise<Value> {
  const given = await answer;
  // Not by `instanceof`: a second instance has a class of its own.
  return 'value' in given ? given.value : given;
}

/** Rows that are not as they must be: numbers with gaps, or a root that says something else than its thread. */
export async function threadDisorder(sql: pg.Pool, channel: ConversationId): Promise<unknown[]> {
  const { rows } = await sql.query(
    `SELECT c.kind, c.last_seq, c.version, c.member_count, m.*, r.reply_count, r.last_author_ids, t.*
     FROM conversation c
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS stored, coalesce(max(seq), 0) AS last, coalesce(max(version), 0) AS newest,
         (SELECT count(*)::int FROM member b WHERE b.conversation_id = c.id) AS members
       FROM message WHERE conversation_id = c.id) AS m
     LEFT JOIN message r ON r.conversation_id = c.parent_id AND r.seq = c.root_seq
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS replies, max(created_at) AS last_at FROM message
       WHERE conversation_id = c.id AND deleted_at IS NULL) AS t
     WHERE (c.id = $1 OR c.parent_id = $1) AND NOT (
       last = stored AND c.last_seq = stored AND c.version = newest AND c.member_count = members
       AND (r.id IS NULL OR (r.reply_count = replies AND r.last_reply_at IS NOT DISTINCT FROM last_at
         AND r.last_author_ids = ARRAY(
           SELECT author_id FROM message WHERE conversation_id = c.id AND deleted_at IS NULL
           GROUP BY author_id ORDER BY max(seq) DESC LIMIT 3))))`,
    [channel],
  );
  return rows;
}
