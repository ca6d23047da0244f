import type { ConversationId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows, queryTexts } from '#platform/database.ts';
import { countFitting } from './answer-bytes.ts';
import { leastBytes, type MessageRow, messageColumns } from './message-rows.ts';
import { type MessageText, textColumns, textOfMessage, textOfRow } from './message-text.ts';

/**
 * How many messages are read at the most for one who asks. As a parameter it would be anything to PostgreSQL, which then
 * plans each time for what it is: that takes longer than reading the page.
 */
const most = [25, 50, limits.page] as const;
type Most = (typeof most)[number];

/** Who asks at the same moment is answered by one statement: so many at most, and so many of these at the same time. */
const AT_ONCE = 8;
const RUNS = 2;

interface Question {
  conversationId: ConversationId;
  from: number;
}

/** Rows of `textColumns` on one side of a position, nearest first. */
type Ask = (question: Question) => Promise<(string | null)[][]>;

/**
 * A plan is kept for this: PostgreSQL does not know how many questions there are. It puts all rows in order before it
 * gives the first, which costs little, because they are found in that order. Then they come at once: one after the other,
 * as they are found, they would wake this process up for every 8 KB of them.
 */
function asking(name: string, side: '<' | '>', order: 'DESC' | 'ASC', count: Most): Ask {
  const select = `
  SELECT r.position, ${textColumns}
  FROM json_to_recordset($1::json) AS r("conversationId" uuid, "from" int, position int)
  CROSS JOIN LATERAL (
    SELECT m.* FROM message m WHERE m.conversation_id = r."conversationId" AND m.seq ${side} r."from"
    ORDER BY m.seq ${order} LIMIT ${count}
  ) AS m ORDER BY r.position, m.seq ${order}`;
  return inBatches(
    async (questions: Question[]) => {
      const asked = questions.map((question, position) => ({ ...question, position }));
      const rows = await queryTexts(`${name}-${count}`, select, [JSON.stringify(asked)]);
      const found: (string | null)[][][] = questions.map(() => []);
      for (const [position, ...row] of rows) found[Number(position)]?.push(row);
      return (_question, index) => found[index] ?? [];
    },
    AT_ONCE,
    RUNS,
  );
}

/**
 * SQL: a conversation's messages on one side of $2, nearest first: `count` at the most, and not many more than $3 bytes
 * of them, so that nobody makes the server read what no answer can hold.
 */
export function nearest(column: 'seq' | 'version', side: '<' | '>', count: number): string {
  const order = `m.${column} ${side === '<' ? 'DESC' : 'ASC'}`;
  return `
  SELECT ${messageColumns} FROM (
    SELECT m.*, sum(${leastBytes}) OVER (ORDER BY ${order}) - ${leastBytes} AS bytes_nearer
    FROM (SELECT m.* FROM message m WHERE m.conversation_id = $1 AND m.${column} ${side} $2 ORDER BY ${order} LIMIT ${count}) AS m
  ) AS m WHERE m.bytes_nearer <= $3 ORDER BY ${order}`;
}

const sides = {
  older: {
    asks: new Map(most.map((count) => [count, asking('message-older', '<', 'DESC', count)])),
    large: nearest('seq', '<', limits.page),
  },
  newer: {
    asks: new Map(most.map((count) => [count, asking('message-newer', '>', 'ASC', count)])),
    large: nearest('seq', '>', limits.page),
  },
} as const;

/** Messages on one side of a position, ascending: `count` at most, and as many as take `room` bytes. */
export async function readSide(
  side: keyof typeof sides,
  conversationId: ConversationId,
  from: number,
  count: number,
  room: number = limits.answerBytes,
): Promise<MessageText[]> {
  const { asks, large } = sides[side];
  const step = most.find((more) => more >= count) ?? limits.page;
  const found = (await asks.get(step)?.({ conversationId, from })) ?? [];
  const read = found.slice(0, count).map((row) => textOfMessage(conversationId, row));
  // Where one of them is large, they are read by a statement that counts bytes.
  const items = read.every((item) => item !== null) ? read : await readLarge();
  // A UTF-16 unit takes three bytes at the most.
  const mostBytes = items.reduce((sum, { json }) => sum + 3 * json.length, 0);
  const fitting = mostBytes <= room ? items : items.slice(0, countFitting(items, room, bytesOf));
  return side === 'older' ? fitting.reverse() : fitting;

  async function readLarge(): Promise<MessageText[]> {
    const rows = await queryRows<MessageRow>(`message-${side}-large`, large, [conversationId, from, room]);
    return rows.slice(0, count).map(textOfRow);
  }
}

function bytesOf({ json }: MessageText): number {
  return Buffer.byteLength(json);
}
