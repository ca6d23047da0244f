import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Clause } from '#contract/search-query.ts';
import type { Query } from '#platform/database.ts';
import { visible } from './conversation-rows.ts';
import { callersConversations, isWanted, type Scope } from './search-filters.ts';
import type { Counts } from './search-lexicon.ts';
import { expectedHits, rarest, toTsquery } from './search-tsquery.ts';

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
const NEWEST = 5_000;
const MANY_HITS = 50_000;
/** Of the newest messages, those that are looked at first, where so many of them are expected to have what is wanted. */
const FIRST = 1_000;
const FIRST_HITS = 40;

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

const newestOf = (count: number) => (parts: Parts) =>
  `SELECT ${columns} FROM (
    SELECT s.* FROM message_search s WHERE ${parts.ofScope} ${newestFirst} LIMIT ${count}) AS s
  ${seen(parts.maySee)} WHERE ${parts.matches} ${newestFirst} LIMIT ${parts.most}`;

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
  first: newestOf(FIRST),
  newest: newestOf(NEWEST),
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
  let way = await chooseWay(query, wish, counts);
  for (;;) {
    const rows = await run(query, way, wish, counts);
    if ((way !== 'first' && way !== 'newest') || rows.length === wish.most) return rows;
    way = way === 'first' ? await chooseBySight(query, wish) : chooseWithoutNewest(wish, counts);
  }
}

async function chooseWay(query: Query, wish: Wish, counts: Counts): Promise<Way> {
  const { scope, clauses } = wish;
  if (scope.savedIds !== null) return 'saved';
  if (!isByTerms(clauses)) return chooseBySight(query, wish);
  const expected = expectedHits(clauses, counts);
  if (expected <= FEW_HITS) return 'index';
  const isAnywhere = scope.conversationIds === null && !scope.inThreads;
  const isCommon = (expected / counts.documents) * FIRST >= FIRST_HITS;
  return isAnywhere && isCommon ? 'first' : chooseBySight(query, wish);
}

function isByTerms(clauses: readonly Clause[]): boolean {
  return clauses.some(({ isExcluded }) => !isExcluded);
}

/** Where the newest have not enough of it. */
function chooseWithoutNewest({ clauses }: Wish, counts: Counts): Way {
  return expectedHits(clauses, counts) <= MANY_HITS ? 'index' : 'back';
}

/** By how much there is that the caller may see. */
async function chooseBySight(query: Query, { actorId, scope, clauses }: Wish): Promise<Way> {
  const [found] = await query<{ messages: number }>(
    `SELECT coalesce(sum(c.last_seq), 0)::float8 AS messages FROM ${callersConversations}
     WHERE ${visible} AND ${isWanted('$2', '$3')}`,
    [actorId, scope.conversationIds, scope.inThreads],
  );
  if ((found?.messages ?? 0) <= FEW_MESSAGES) return 'visible';
  return isByTerms(clauses) ? 'newest' : 'back';
}

/** Rows of the statements that have names: with a parameter as their limit they would be planned each time. */
const PAGES = [limits.searchPageDefault + 1, limits.searchPage + 1];

async function run(query: Query, way: Way, wish: Wish, counts: Counts): Promise<IndexRow[]> {
  const most = PAGES.find((rows) => rows >= wish.most) ?? wish.most;
  const { text, values, isPlain } = statementOf(way, wish, counts, most);
  const rows = await query<IndexRow>(text, values, isPlain ? `search-${way}-${most}` : undefined);
  return rows.slice(0, wish.most);
}

/** `isPlain`: its text is the same for everything that is looked for by words alone. */
function statementOf(way: Way, { actorId, scope, clauses, before }: Wish, counts: Counts, most: number) {
  const values: unknown[] = [actorId];
  const given = (value: unknown): `$${number}` => `$${values.push(value)}`;
  const matching = (some: readonly Clause[]) => `s.document @@ ${given(toTsquery(some))}::tsquery`;
  const few = way === 'index' ? rarest(clauses, counts) : [];
  const matchesRarest = few.length > 0 ? matching(few) : 'true';
  const isPlain = isByTerms(clauses) && !isNarrowed(scope) && before === null;
  const matches = clauses.length === 0 ? 'true' : matching(clauses);
  const conditions = [
    ...(scope.authorIds === null ? [] : [`s.author_id = ANY(${given(scope.authorIds)}::uuid[])`]),
    ...(scope.from === null ? [] : [`s.created_at >= ${given(scope.from)}::timestamptz`]),
    ...(scope.before === null ? [] : [`s.created_at < ${given(scope.before)}::timestamptz`]),
    ...(before === null
      ? []
      : [
          `(s.created_at, s.message_id) < (${given(before.createdAt)}::timestamptz, ${given(before.id)}::uuid)`,
        ]),
  ];
  const isNamed = scope.conversationIds !== null || scope.inThreads;
  const parts: Parts = {
    ofScope: conditions.length > 0 ? conditions.join(' AND ') : 'true',
    maySee: isNamed
      ? `${visible} AND ${isWanted(given(scope.conversationIds), given(scope.inThreads))}`
      : visible,
    matches,
    matchesRarest,
    most,
  };
  return { text: ways[way](parts), values, isPlain };
}

function isNarrowed({ conversationIds, authorIds, from, before, inThreads }: Scope): boolean {
  return [conversationIds, authorIds, from, before].some((part) => part !== null) || inThreads;
}
