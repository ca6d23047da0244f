import type { ConversationId } from '#contract/ids.ts';
import { queryRow } from '#platform/database.ts';
import type { ConversationRow } from './conversation-rows.ts';

/**
 * The `seq` of the first message written at a time (ISO 8601) or later; undefined when all were written before it.
 *
 * Found by halving, one look at the index of `seq` for each step, so it costs no index of its own and 31 looks at the
 * most. That is right because times rise with `seq`: both are given while the conversation's row is locked, by the one
 * clock of the database. Where that clock was set back, what is found is still a message at or after the time that
 * stands right behind one before it.
 */
export async function firstAt(
  conversationId: ConversationId,
  at: string,
  { first_seq: firstSeq, last_seq: lastSeq }: Pick<ConversationRow, 'first_seq' | 'last_seq'>,
): Promise<number | undefined> {
  const found = await queryRow<{ seq: number }>('message-first-at', halving, [
    conversationId,
    // Not as text: ISO 8601 has years that PostgreSQL writes otherwise.
    Date.parse(at),
    lastSeq,
    firstSeq,
  ]);
  return found && found.seq <= lastSeq ? found.seq : undefined;
}

/** What is looked for is always from `low` to `high`. */
const halving = `
WITH RECURSIVE span(low, high) AS (
  SELECT $4::int, $3::int + 1
  UNION ALL
  SELECT CASE WHEN m.is_before THEN s.middle + 1 ELSE s.low END, CASE WHEN m.is_before THEN s.high ELSE s.middle END
  FROM (SELECT low, high, low + (high - low) / 2 AS middle FROM span WHERE low < high) AS s
  CROSS JOIN LATERAL (
    SELECT m.created_at < to_timestamp($2::float8 / 1000) AS is_before FROM message m
    WHERE m.conversation_id = $1 AND m.seq = s.middle LIMIT 1
  ) AS m
)
SELECT low AS seq FROM span WHERE low = high`;
