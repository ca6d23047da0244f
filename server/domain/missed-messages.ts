import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Query } from '#platform/database.ts';
import { wordsOf } from './file-rows.ts';
import { everyone } from './mention-rows.ts';

/** Messages of one conversation that are looked at, the newest, and of all. */
export const MOST_OF_ONE = 50;
const MOST = 500;

/** A message that asked for somebody and that they have not read. */
export interface Missed {
  conversation_id: ConversationId;
  /** What the conversation, or the one that a thread hangs on, is called; null: nothing. */
  name: string | null;
  kind: 'public' | 'private' | 'direct' | 'thread';
  parent_id: ConversationId | null;
  root_seq: number | null;
  seq: number;
  author: string;
  body: string;
  created_at: Date;
}

const isNews = 'm.deleted_at IS NULL AND m.notice IS NULL AND m.created_at > $2 AND m.created_at <= $3';

/**
 * What asked for a user between two times and is unread now, as `asksForReader` of the contract has it: by conversation,
 * the oldest first. Of what says everything to its reader the newest are read by `seq`, of the rest what mentions them.
 */
export function findMissed(query: Query, userId: UserId, from: Date, to: Date): Promise<Missed[]> {
  return query<Missed>(
    `SELECT c.id AS conversation_id, coalesce(p.name, c.name) AS name, c.kind, c.parent_id, c.root_seq, m.seq,
       a.name AS author, left(${wordsOf('m')}, 1200) AS body, m.created_at
     FROM member b JOIN conversation c ON c.id = b.conversation_id AND c.closed_at IS NULL
     LEFT JOIN conversation p ON p.id = c.parent_id
     CROSS JOIN LATERAL (
       (SELECT m.* FROM message m
        WHERE m.conversation_id = c.id AND m.seq > b.last_read_seq AND m.author_id <> b.user_id AND ${isNews}
          AND (c.kind = 'direct' OR (c.kind = 'thread' AND b.notify_level = 'all'))
        ORDER BY m.seq DESC LIMIT ${MOST_OF_ONE})
       UNION
       (SELECT m.* FROM (
          SELECT n.message_id FROM mention n WHERE n.conversation_id = c.id AND n.author_id <> b.user_id
            AND n.seq > b.last_read_seq AND n.user_id IN (b.user_id, '${everyone}') AND c.kind <> 'direct'
          ORDER BY n.seq DESC LIMIT ${MOST_OF_ONE}
        ) AS n JOIN message m ON m.id = n.message_id WHERE ${isNews})
     ) AS m
     JOIN "user" a ON a.id = m.author_id
     WHERE b.user_id = $1 AND b.last_read_seq < c.last_seq AND NOT b.muted AND b.notify_level <> 'nothing'
       AND c.last_message_at > $2 AND c.archived_at IS NULL AND p.archived_at IS NULL
       AND (c.parent_id IS NULL OR EXISTS (
         SELECT 1 FROM member o WHERE o.conversation_id = c.parent_id AND o.user_id = b.user_id))
     ORDER BY m.created_at DESC LIMIT ${MOST}`,
    [userId, from, to],
  ).then((rows) => rows.reverse());
}
