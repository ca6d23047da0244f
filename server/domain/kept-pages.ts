import type { HistoryPage, HistoryQuery } from '#contract/messages.ts';
import { cacheLookups } from '#platform/metrics.ts';
import { type AnswerText, bytesOf, Written } from './answer-text.ts';
import type { Readable } from './readable-state.ts';

// Pages of history as they were read, each with the state of its conversation in which it was asked for. Whoever asks
// for one is first asked whether they may read the conversation, which tells its state now: in the same state the page
// is the same, whoever has read it, and on whichever instance something was written. So nothing has to be announced to
// this memory, and nothing that is announced too late makes it wrong. A page is read after its state was, so it may be
// newer than its state says, and never older.

/** Pages that are kept, and their bytes, of all users together. */
const MOST_PAGES = 5_000;
const MOST_BYTES = 64 * 1024 * 1024;

interface Kept {
  state: string;
  page: Written<HistoryPage>;
  bytes: number;
}

/** The one that was asked for longest ago comes first. */
const pages = new Map<string, Kept>();
let bytes = 0;

/** The page that `query` asks for: as it was read before in this state of its conversation, or as `read` gives it now. */
export async function keptPage(
  { conversationId, before, after, around, at, limit }: HistoryQuery,
  { state }: Readable,
  read: () => Promise<AnswerText>,
): Promise<Written<HistoryPage>> {
  const key = [conversationId, before, after, around, at, limit].join();
  const known = pages.get(key);
  const isKnown = known?.state === state;
  cacheLookups.inc({ cache: 'history', result: isKnown ? 'hit' : 'miss' });
  const kept = isKnown ? known : toKept(state, await read());
  drop(key);
  pages.set(key, kept);
  bytes += kept.bytes;
  for (const oldest of pages.keys()) {
    if (pages.size <= MOST_PAGES && bytes <= MOST_BYTES) break;
    drop(oldest);
  }
  return kept.page;
}

function toKept(state: string, text: AnswerText): Kept {
  return { state, page: new Written(text), bytes: bytesOf(text) };
}

function drop(key: string): void {
  const known = pages.get(key);
  if (!known) return;
  pages.delete(key);
  bytes -= known.bytes;
}
