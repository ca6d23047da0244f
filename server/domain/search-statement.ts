import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Clause } from '#contract/search-query.ts';
import type { Query } from '#platform/database.ts';
import { visible } from './conversation-rows.ts';
import { callersConversations, isWanted, type Scope } from './search-filters.ts';
import type { Counts } from './search-lexicon.ts';
import { expectedHits, patternOf, rarest, toTsquery } from './search-tsquery.ts';

// How messages are looked for. PostgreSQL's planner knows too little of words to choose by itself: one common word in a
// few small channels, or a rare one among millions, cost it a hundred times what they need to. So the way is chosen
// here, by counts that are known, and OFFSET 0 keeps the planner to it. A statement holds only what is asked for; one
// about words alone has a name, so that its plan is kept. What the caller may see is asked for in every one of them.

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

/** A message as the index has it: at that version of it. */
export interface IndexRow {
  message_id: string;
  version: number;
  created_at: Date;
}

/** Expected hits that are read and sorted, messages that are looked at one by one, and hits that the index collects. */
const FEW_HITS = 5_000;
const FEW_MESSAGES = 20_000;
const NEWEST = 10_000;
const MANY_HITS = 50_000;

const newestFirst = 'ORDER BY s.created_at DESC, s.message_id DESC';
const columns = 's.message_id, s.version, s.created_at';

/** What a statement asks for, as SQL. Each part is true where nothing is asked for. */
interface Parts {
  ofScope: string;
  maySee: string;
  matches: string;
  /** What the index of terms is asked for; `matches` is true of no other message. */
  matchesRarest: string;
  most: number;
}

/** SQL: for a row `s` one row if its message may be seen. Looked up for one after the other, as long as more are needed. */
const seen = (maySee: string) => `CROSS JOIN LATERAL (
  SELECT 1 FROM ${callersConversations} WHERE c.id = s.conversation_id AND ${maySee} OFFSET 0) AS seen`;

const ways = {
  /** All hits by the index of terms, then those that may be seen. */
  index: (parts: Parts) => `WITH hit AS MATERIALIZED (
      SELECT s.* FROM message_search s WHERE ${parts.matchesRarest} AND ${parts.ofScope})
    SELECT ${columns} FROM (SELECT s.* FROM hit s WHERE ${parts.matches} ${newestFirst} OFFSET 0) AS s
    ${seen(parts.maySee)} ${newestFirst} LIMIT ${parts.most}`,
  /** All messages that may be seen, one by one. */
  visible: (parts: Parts) => `SELECT ${columns} FROM ${callersConversations} CROSS JOIN LATERAL (
      SELECT s.* FROM message_search s WHERE s.conversation_id = c.id AND ${parts.ofScope} OFFSET 0) AS s
    WHERE ${parts.maySee} AND ${parts.matches} ${newestFirst} LIMIT ${parts.most}`,
  /** The newest messages of all, one by one, until there are enough. */
  newest: (parts: Parts) => `SELECT ${columns} FROM (
      SELECT s.* FROM message_search s WHERE ${parts.ofScope} ${newestFirst} LIMIT ${NEWEST}) AS s
    ${seen(parts.maySee)} WHERE ${parts.matches} ${newestFirst} LIMIT ${parts.most}`,
  /** What the caller has saved, one by one. */
  saved: (
    parts: Parts,
  ) => `SELECT ${columns} FROM saved_message k JOIN message_search s ON s.message_id = k.message_id
    ${seen(parts.maySee)}
    WHERE k.user_id = $1 AND ${parts.ofScope} AND ${parts.matches} ${newestFirst} LIMIT ${parts.most}`,
  /** From the newest back in each conversation, until there are enough. */
  back: (parts: Parts) => `SELECT ${columns} FROM ${callersConversations} CROSS JOIN LATERAL (
      SELECT s.* FROM (SELECT s.* FROM message_search s WHERE s.conversation_id = c.id AND ${parts.ofScope}
        ${newestFirst} OFFSET 0) AS s WHERE ${parts.matches} LIMIT ${parts.most}) AS s
    WHERE ${parts.maySee} ${newestFirst} LIMIT ${parts.most}`,
} as const;
type Way = keyof typeof ways;

/** The messages that were found, newest first; the index's own order, so a page goes on where the last row stood. */
export async function findMessages(query: Query, wish: Wish, counts: Counts): Promise<IndexRow[]> {
  const way = await chooseWay(query, wish, counts);
  const rows = await run(query, way, wish, counts);
  if (way !== 'newest' || rows.length === wish.most) return rows;
  return run(query, expectedHits(wish.clauses, counts) <= MANY_HITS ? 'index' : 'back', wish, counts);
}

async function chooseWay(query: Query, { actorId, scope, clauses }: Wish, counts: Counts): Promise<Way> {
  if (scope.savedIds !== null) return 'saved';
  if (isByTerms(clauses) && expectedHits(clauses, counts) <= FEW_HITS) return 'index';
  const [found] = await query<{ messages: number }>(
    `SELECT coalesce(sum(c.last_seq), 0)::float8 AS messages FROM ${callersConversations}
     WHERE ${visible} AND ${isWanted('$2', '$3')}`,
    [actorId, scope.conversationIds, scope.inThreads],
    'search-seen',
  );
  if ((found?.messages ?? 0) <= FEW_MESSAGES) return 'visible';
  return isByTerms(clauses) ? 'newest' : 'back';
}

function isByTerms(clauses: readonly Clause[]): boolean {
  return clauses.some(({ isExcluded }) => !isExcluded);
}

/** Rows of the statements that have names: with a parameter as their limit they would be planned each time. */
const PAGES = [limits.searchPageDefault + 1, limits.searchPage + 1];

async function run(query: Query, way: Way, wish: Wish, counts: Counts): Promise<IndexRow[]> {
  const most = PAGES.find((rows) => rows >= wish.most) ?? wish.most;
  const { text, values, name } = statementOf(way, wish, counts, most);
  const rows = await query<IndexRow>(text, values, name);
  return rows.slice(0, wish.most);
}

function statementOf(way: Way, { actorId, scope, clauses, before }: Wish, counts: Counts, most: number) {
  const values: unknown[] = [actorId];
  const given = (value: unknown): `$${number}` => `$${values.push(value)}`;
  const hasTerms = (some: readonly Clause[]) => `s.document @@ ${given(toTsquery(some))}::tsquery`;
  const few = way === 'index' ? rarest(clauses, counts) : [];
  const pattern = patternOf(clauses, counts);
  const narrowings = [
    scope.authorIds && `s.author_id = ANY(${given(scope.authorIds)}::uuid[])`,
    scope.from && `s.created_at >= ${given(scope.from)}::timestamptz`,
    scope.before && `s.created_at < ${given(scope.before)}::timestamptz`,
    before &&
      `(s.created_at, s.message_id) < (${given(before.createdAt)}::timestamptz, ${given(before.id)}::uuid)`,
  ].filter((condition) => condition !== null);
  const isSomewhere = scope.conversationIds !== null || scope.inThreads;
  const isPlain = isByTerms(clauses) && narrowings.length === 0 && !isSomewhere;
  const parts: Parts = {
    ofScope: narrowings.length > 0 ? narrowings.join(' AND ') : 'true',
    maySee: isSomewhere
      ? `${visible} AND ${isWanted(given(scope.conversationIds), given(scope.inThreads))}`
      : visible,
    matches: clauses.length === 0 ? 'true' : inText(pattern && given(pattern), hasTerms(clauses)),
    matchesRarest: few.length === 0 ? 'true' : hasTerms(few),
    most,
  };
  const name = isPlain ? `search-${way}-${most}${pattern === null ? '' : '-part'}` : undefined;
  return { text: ways[way](parts), values, name };
}

/** SQL: what is first looked for in a document's text, and what the document must have then. */
function inText(pattern: string | null, condition: string): string {
  return pattern === null
    ? condition
    : `CASE WHEN s.document::text LIKE ${pattern} THEN ${condition} ELSE false END`;
}
