import type { MessageFile } from '#contract/files.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Mention } from '#contract/mentions.ts';
import type { Quote, Quotes, QuotesQuery } from '#contract/quotes.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visible } from './conversation-rows.ts';

interface QuoteRow {
  position: number;
  conversation_id: ConversationId;
  seq: number;
  version: number;
  author_id: UserId;
  body: string;
  mentions: Mention[];
  files: MessageFile[] | null;
  created_at: Date;
  parent_id: ConversationId | null;
  root_seq: number | null;
  channel: string | null;
}

/**
 * The messages that permalinks point at, for whoever reads them: an answer for each reference, in their order. What is
 * not there, was deleted or is not the caller's to see is null, and nothing tells these apart.
 */
export async function listQuotes(actor: Actor, { refs }: QuotesQuery): Promise<Quotes> {
  const parts = refs.map((ref) => ref.split(':'));
  const rows = await queryRows<QuoteRow>('message-quotes', selectQuotes, [
    actor.userId,
    parts.map(([id]) => id),
    parts.map(([, seq]) => Number(seq)),
    parts.map(([, , reply]) => (reply === undefined ? null : Number(reply))),
  ]);
  const byPosition = new Map(rows.map((row) => [row.position, toQuote(row)]));
  return { items: refs.map((_, index) => byPosition.get(index + 1) ?? null) };
}

/** A reply is found by the thread of the message that it names. What may be seen is the rule `read` of permissions.ts. */
const selectQuotes = `
SELECT r.position::int, m.conversation_id, m.seq, m.version, m.author_id, left(m.body, ${limits.quotedText}) AS body,
  m.mentions, m.files, m.created_at, c.parent_id, c.root_seq, coalesce(p.name, c.name) AS channel
FROM unnest($2::uuid[], $3::int[], $4::int[]) WITH ORDINALITY AS r(conversation_id, seq, reply, position)
CROSS JOIN LATERAL (
  SELECT c.* FROM conversation c
  WHERE c.id = CASE WHEN r.reply IS NULL THEN r.conversation_id
    ELSE (SELECT t.id FROM conversation t WHERE t.parent_id = r.conversation_id AND t.root_seq = r.seq) END
  LIMIT 1
) AS c
CROSS JOIN LATERAL (
  SELECT m.* FROM message m WHERE m.conversation_id = c.id AND m.seq = coalesce(r.reply, r.seq) LIMIT 1
) AS m
LEFT JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = $1
LEFT JOIN conversation p ON p.id = c.parent_id
WHERE ${visible} AND m.deleted_at IS NULL`;

function toQuote(row: QuoteRow): Quote {
  return {
    conversationId: row.conversation_id,
    seq: row.seq,
    version: row.version,
    authorId: row.author_id,
    body: row.body,
    // Whom `@here` meant is a long list, and no card says it.
    mentions: row.mentions.filter((mention) => !('everyone' in mention)),
    files: (row.files ?? []).slice(0, limits.quotedFiles),
    createdAt: row.created_at.toISOString(),
    parentId: row.parent_id,
    rootSeq: row.root_seq,
    channel: row.channel,
  };
}
