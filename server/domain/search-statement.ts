import type { UserId } from '#contract/ids.ts';
import type { Clause, Wanted } from '#contract/search-query.ts';
import type { Query } from '#platform/database.ts';
import { visible } from './conversation-rows.ts';
import { type MessageRow, messageColumns } from './message-rows.ts';
import { quoted } from './search-document.ts';
import { callersConversations, isWanted, type Scope } from './search-filters.ts';
import type { Counts } from './search-lexicon.ts';

// How messages are looked for. PostgreSQL's planner knows too little of words to choose by itself: one common word in a
// few small channels, or a rare one among millions, cost it a hundred times what they need to. So the way is chosen
// here, by counts that are known, and OFFSET 0 keeps the planner to it. The statements have no names, so each is planned
// for its own values. What the caller may see is asked for in every one of them.

/** Before which row of the list the page begins: newest first. */
export interface Position {
  createdAt: Date;
  id: string;
}

export interface Wish {
  actorId: UserId;
  scope: Scope;
  clauses: Clause[];
  before: Position | null;
  /** Rows. */
  most: number;
}

/** A message that was found; null where the index had it as it was before, and no row of it is there now. */
export type FoundRow = { found_id: string; found_at: Date } & (MessageRow | { id: null });

/** Expected hits that are read and sorted, messages that are looked at one by one, and hits that the index collects. */
const FEW_HITS = 5_000;
const FEW_MESSAGES = 20_000;
const NEWEST = 5_000;
const MANY_HITS = 50_000;

const ofScope = `($2::uuid[] IS NULL OR s.author_id = ANY($2)) AND ($3::timestamptz IS NULL OR s.created_at >= $3)
  AND ($4::timestamptz IS NULL OR s.created_at < $4)
  AND ($5::timestamptz IS NULL OR (s.created_at, s.message_id) < ($5, $6::uuid))`;
const mayBeSeen = `${visible} AND ${isWanted('$7', '$10')}`;
const matches = '($8::text IS NULL OR s.document @@ $8::tsquery)';
const newestFirst = 'ORDER BY s.created_at DESC, s.message_id DESC';
const inCallersConversations = `JOIN ${callersConversations.replace('LEFT JOIN', 'ON c.id = s.conversation_id LEFT JOIN')}`;

const ways = {
  /** All hits by the index of terms, then those that may be seen. */
  index: `WITH s AS MATERIALIZED (SELECT s.* FROM message_search s WHERE ${matches} AND ${ofScope})
    SELECT s.* FROM s ${inCallersConversations} WHERE ${mayBeSeen} ${newestFirst} LIMIT $9`,
  /** All messages that may be seen, one by one. */
  visible: `SELECT s.* FROM ${callersConversations} CROSS JOIN LATERAL (
      SELECT s.* FROM message_search s WHERE s.conversation_id = c.id AND ${ofScope} OFFSET 0) AS s
    WHERE ${mayBeSeen} AND ${matches} ${newestFirst} LIMIT $9`,
  /** The newest messages of all, one by one. */
  newest: `SELECT s.* FROM (SELECT s.* FROM message_search s WHERE ${ofScope} ${newestFirst} LIMIT ${NEWEST}) AS s
    ${inCallersConversations} WHERE ${mayBeSeen} AND ${matches} ${newestFirst} LIMIT $9`,
  /** What the caller has saved, one by one. */
  saved: `SELECT s.* FROM saved_message k JOIN message_search s ON s.message_id = k.message_id
    ${inCallersConversations}
    WHERE k.user_id = $1 AND ${ofScope} AND ${mayBeSeen} AND ${matches} ${newestFirst} LIMIT $9`,
  /** From the newest back in each conversation, until there are enough. */
  back: `SELECT s.* FROM ${callersConversations} CROSS JOIN LATERAL (
      SELECT s.* FROM (SELECT s.* FROM message_search s WHERE s.conversation_id = c.id AND ${ofScope}
        ${newestFirst} OFFSET 0) AS s WHERE ${matches} LIMIT $9) AS s
    WHERE ${mayBeSeen} ${newestFirst} LIMIT $9`,
} as const;
type Way = keyof typeof ways;

/** The messages that were found, newest first; the index's own order, so a page goes on where the last row stood. */
export async function findMessages(query: Query, wish: Wish, counts: Counts): Promise<FoundRow[]> {
  const way = await chooseWay(query, wish, counts);
  if (way !== 'newest') return run(query, way, wish);
  const rows = await run(query, 'newest', wish);
  if (rows.length === wish.most) return rows;
  return run(query, expectedHits(wish.clauses, counts) <= MANY_HITS ? 'index' : 'back', wish);
}

async function chooseWay(query: Query, wish: Wish, counts: Counts): Promise<Way> {
  if (wish.scope.savedIds !== null) return 'saved';
  const isByTerms = wish.clauses.some(({ isExcluded }) => !isExcluded);
  if (isByTerms && expectedHits(wish.clauses, counts) <= FEW_HITS) return 'index';
  const [seen] = await query<{ messages: number }>(
    `SELECT coalesce(sum(c.last_seq), 0)::float8 AS messages FROM ${callersConversations}
     WHERE ${visible} AND ${isWanted('$2', '$3')}`,
    [wish.actorId, wish.scope.conversationIds, wish.scope.inThreads],
  );
  if ((seen?.messages ?? 0) <= FEW_MESSAGES) return 'visible';
  return isByTerms ? 'newest' : 'back';
}

/** How many messages are expected to have all this, as if words came independently of each other. */
export function expectedHits(clauses: readonly Clause[], { documents, terms, prefixes }: Counts): number {
  if (documents === 0) return 0;
  const having = (wanted: Wanted) =>
    wanted.terms.reduce((sum, term) => sum + (terms.get(term) ?? 0), 0) +
    wanted.prefixes.reduce((sum, prefix) => sum + (prefixes.get(prefix) ?? 0), 0);
  return clauses
    .filter(({ isExcluded }) => !isExcluded)
    .flatMap(({ slots }) => slots.flatMap(({ wanted }) => wanted))
    .reduce((expected, wanted) => expected * Math.min(1, having(wanted) / documents), documents);
}

function run(query: Query, way: Way, { actorId, scope, clauses, before, most }: Wish): Promise<FoundRow[]> {
  return query<FoundRow>(
    `SELECT s.message_id AS found_id, s.created_at AS found_at, ${messageColumns}
     FROM (${ways[way]}) AS s
     LEFT JOIN message m ON m.id = s.message_id AND m.version = s.version ${newestFirst}`,
    [
      ...[actorId, scope.authorIds, scope.from, scope.before, before?.createdAt ?? null, before?.id ?? null],
      ...[scope.conversationIds, clauses.length > 0 ? toTsquery(clauses) : null, most],
      scope.inThreads,
    ],
  );
}

/** What is wanted, as PostgreSQL asks a tsvector for it. */
export function toTsquery(clauses: readonly Clause[]): string {
  return clauses
    .map(({ slots, isExcluded }) => {
      const [first, ...others] = slots;
      const phrase = others.reduce(
        (text, slot) => `${text} <${slot.distance}> ${slotQuery(slot.wanted)}`,
        slotQuery(first?.wanted ?? []),
      );
      return isExcluded ? `!(${phrase})` : `(${phrase})`;
    })
    .join(' & ');
}

function slotQuery(wanted: readonly Wanted[]): string {
  const all = wanted.map(
    ({ terms, prefixes }) =>
      `(${[...new Set([...terms.map(quoted), ...prefixes.map((prefix) => `${quoted(prefix)}:*`)])].join(' | ')})`,
  );
  return `(${all.join(' <0> ')})`;
}
