import { limits } from '#contract/limits.ts';
import type { HistoryPage, HistoryQuery } from '#contract/messages.ts';
import type { Actor } from './actor.ts';
import { type AnswerText, toText, type Written, writeAll } from './answer-text.ts';
import { keptPage } from './kept-pages.ts';
import { readSide } from './message-sides.ts';
import type { MessageText } from './message-text.ts';
import { firstAt } from './message-times.ts';
import { findReadable } from './readable.ts';
import type { Readable } from './readable-state.ts';

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
