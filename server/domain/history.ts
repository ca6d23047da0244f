import type { ConversationId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { HistoryPage, HistoryQuery } from '#contract/messages.ts';
import { queryRows, queryTexts } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { countFitting } from './answer-bytes.ts';
import { type AnswerText, toText, type Written, writeAll } from './answer-text.ts';
import { keptPage } from './kept-pages.ts';
import { leastBytes, type MessageRow, messageColumns } from './message-rows.ts';
import { type MessageText, textColumns, textOfMessage, textOfRow } from './message-text.ts';
import { firstAt } from './message-times.ts';
import { findReadable, type Readable } from './readable.ts';

/**
 * History by `seq`, ascending: before, after or around a `seq`, around a time, or the newest page. A page holds fewer
 * messages than `limit` when more would take too many bytes: those nearest to what was asked for.
 */
export async function findHistory(actor: Actor, query: HistoryQuery): Promise<Written<HistoryPage>> {
  const conversation = await findReadable(actor, query.conversationId);
  return keptPage(query, conversation, () => readHistory(query, conversation));
}

/** The same as values. */
export async function listMessages(actor: Actor, query: HistoryQuery): Promise<HistoryPage> {
  return (await findHistory(actor, query)).value;
}

/** A page as JSON. */
async function readHistory(query: HistoryQuery, conversation: Readable): Promise<AnswerText> {
  const { conversationId, before, after, at, limit } = query;
  const { first_seq: firstSeq, last_seq: lastSeq } = conversation;
  const around =
    query.around ?? (at === undefined ? undefined : await firstAt(conversationId, at, conversation));
  let items: MessageText[];
  if (after !== undefined) items = await readSide('newer', conversationId, after, limit);
  else if (around === undefined)
    items = await readSide('older', conversationId, before ?? 2_147_483_647, limit);
  else {
    const half = Math.floor(limit / 2);
    const room = limits.answerBytes / 2;
    const [left, right] = await Promise.all([
      readSide('older', conversationId, around, half, room),
      readSide('newer', conversationId, around - 1, limit - half, room),
    ]);
    items = [...left, ...right];
  }
  const first = items[0]?.seq ?? (after === undefined ? 1 : after + 1);
  const last = items.at(-1)?.seq ?? (before === undefined ? lastSeq : before - 1);
  const hasBefore = first > firstSeq && lastSeq > 0;
  const texts = items.map(({ json }, index) => (index === 0 ? json : `,${json}`));
  const end = `],"hasBefore":${hasBefore},"hasAfter":${last < lastSeq}}`;
  return toText(writeAll(['{"items":[', ...texts, end]));
}

/**
 * How many messages a statement reads at the most. As a parameter it would be anything to PostgreSQL, which then plans
 * each time for what it is: that takes longer than reading the page.
 */
const most = [25, 50, limits.page] as const;
type Most = (typeof most)[number];

/** SQL: messages on one side of $2, nearest first: as text, but for those that are large. */
function texts(side: '<' | '>', order: 'DESC' | 'ASC') {
  const text = (count: Most) => `SELECT ${textColumns} FROM (
    SELECT m.* FROM message m WHERE m.conversation_id = $1 AND m.seq ${side} $2 ORDER BY m.seq ${order} LIMIT ${count}
  ) AS m ORDER BY m.seq ${order}`;
  return new Map(most.map((count) => [count, text(count)]));
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
  older: { name: 'message-older', text: texts('<', 'DESC'), large: nearest('seq', '<', limits.page) },
  newer: { name: 'message-newer', text: texts('>', 'ASC'), large: nearest('seq', '>', limits.page) },
} as const;

/** Messages on one side of a position, ascending: `count` at most, and as many as take `room` bytes. */
async function readSide(
  side: keyof typeof sides,
  conversationId: ConversationId,
  from: number,
  count: number,
  room: number = limits.answerBytes,
): Promise<MessageText[]> {
  const { name, text, large } = sides[side];
  const step = most.find((more) => more >= count) ?? limits.page;
  const found = await queryTexts(`${name}-${step}`, text.get(step) ?? '', [conversationId, from]);
  const read = found.slice(0, count).map((row) => textOfMessage(conversationId, row));
  // Where one of them is large, they are read by a statement that counts bytes.
  const items = read.every((item) => item !== null) ? read : await readLarge();
  // A UTF-16 unit takes three bytes at the most.
  const mostBytes = items.reduce((sum, { json }) => sum + 3 * json.length, 0);
  const fitting = mostBytes <= room ? items : items.slice(0, countFitting(items, room, bytesOf));
  return side === 'older' ? fitting.reverse() : fitting;

  async function readLarge(): Promise<MessageText[]> {
    const rows = await queryRows<MessageRow>(`${name}-large`, large, [conversationId, from, room]);
    return rows.slice(0, count).map(textOfRow);
  }
}

function bytesOf({ json }: MessageText): number {
  return Buffer.byteLength(json);
}
