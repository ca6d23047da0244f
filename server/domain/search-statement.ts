import type { ConversationId, MessageId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Clause } from '#contract/search-query.ts';
import type { Query } from '#platform/database.ts';
import { visible } from './conversation-rows.ts';
import { callersConversations, isWanted, type Scope } from './search-filters.ts';
import type { Counts } from './search-lexicon.ts';
import type { Found, Newest, Position } from './search-newest.ts';
import { expectedHits, patternOf, rarest, toTsquery } from './search-tsquery.ts';
import type { Words } from './search-words.ts';

// How messages are looked for. PostgreSQL's planner knows too little of words to choose by itself: one common word in a
// few small channels, or a rare one among millions, cost it a hundred times what they need to. So the way is chosen
// here, by counts that are known, and OFFSET 0 keeps the planner to it. A statement holds only what is asked for; one
// about words alone has a name, so that its plan is kept. What the caller may see is asked for in every one of them.

/** A page of what is looked for, whatever the words. */
export interface Page {
  actorId: UserId;
  scope: Scope;
  before: Position | null;
  /** Rows. */
  most: number;
}

interface Wish extends Page {
  clauses: Clause[];
  /** No message before this one in the list has these. */
  from: Position | null;
}

/** A message as the index has it: at that version of it. */
interface IndexRow {
  message_id: MessageId;
  conversation_id: ConversationId;
  version: number;
  created_at: Date;
}

/** Expected hits that are read and sorted, messages that are looked at one by one, and hits that the index collects. */
const FEW_HITS = 5_000;
const FEW_MESSAGES = 20_000;
const NEWEST = 10_000;
const MANY_HITS = 50_000;
/** The newest that are looked at for many users at once, for words that are soon met. */
const NEWEST_FOR_MANY = 20_000;

const newestFirst = 'ORDER BY s.created_at DESC, s.message_id DESC';
const columns = 's.message_id, s.conversation_id, s.version, s.created_at';

const toFound = (row: IndexRow): Found => ({
  ...{ id: row.message_id, conversationId: row.conversation_id },
  ...{ createdAt: row.created_at, indexed: row.version },
});

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
export async function findMessages(query: Query, wish: Page, words: Words): Promise<Found[]> {
  const { clauses, counts, newest } = words;
  const whole = { ...wish, clauses, from: null };
  const way = await chooseWay(query, whole, counts);
  if (way !== 'newest') return run(query, way, whole, counts);
  const known = isPlain(whole) ? await newest.find(() => findNewest(query, words)) : undefined;
  const from = known?.found[0] ?? null;
  const isAmong = known === undefined || from !== null;
  const rows = isAmong ? await run(query, way, { ...whole, from }, counts) : [];
  if (rows.length === wish.most) return rows;
  return run(query, expectedHits(clauses, counts) <= MANY_HITS ? 'index' : 'back', whole, counts);
}

/** Of what is kept for many: more than two pages of it, since each may see only some. */
const KEPT = 100;

/** The newest messages that have this, whoever may see them: of all, where few have it, or else of the newest. */
export async function findNewest(query: Query, { clauses, counts }: Words): Promise<Newest> {
  const { values, given } = parameters();
  const pattern = patternOf(clauses, counts);
  const expected = expectedHits(clauses, counts);
  const isRare = expected <= FEW_HITS;
  const newest = expected <= MANY_HITS ? NEWEST : NEWEST_FOR_MANY;
  const few = isRare
    ? `WHERE s.document @@ (SELECT ${given(toTsquery(rarest(clauses, counts)))}::tsquery)`
    : '';
  const condition = `s.document @@ ${given(toTsquery(clauses))}::tsquery`;
  const rows = await query<IndexRow>(
    `SELECT ${columns} FROM (
       SELECT s.* FROM message_search s ${few} ${isRare ? 'OFFSET 0' : `${newestFirst} LIMIT ${newest}`}) AS s
     WHERE ${inText(pattern && given(pattern), condition)} ${newestFirst} LIMIT ${KEPT + 1}`,
    values,
    `search-newest-${isRare ? 'few' : newest}${pattern === null ? '' : '-part'}`,
  );
  return { found: rows.slice(0, KEPT).map(toFound), isAll: isRare && rows.length <= KEPT };
}

/** Whether only words are asked for, wherever they are. */
function isPlain({ scope, before, clauses }: Wish): boolean {
  const { authorIds, from, before: until, conversationIds, inThreads } = scope;
  const narrowings = [authorIds, from, until, conversationIds, before];
  return isByTerms(clauses) && !inThreads && narrowings.every((narrowing) => narrowing === null);
}

/** Values that a statement is given, and how its text names each. */
function parameters(...values: unknown[]) {
  return { values, given: (value: unknown): `$${number}` => `$${values.push(value)}` };
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

const PAGES = [limits.searchPageDefault + 1, limits.searchPage + 1];

/** Rows that a statement with a name reads for so many: with a parameter as its limit it would be planned each time. */
export function rowsFor(most: number): number {
  return PAGES.find((rows) => rows >= most) ?? most;
}

async function run(query: Query, way: Way, wish: Wish, counts: Counts): Promise<Found[]> {
  const { text, values, name } = statementOf(way, wish, counts, rowsFor(wish.most));
  const rows = await query<IndexRow>(text, values, name);
  return rows.slice(0, wish.most).map(toFound);
}

function statementOf(way: Way, wish: Wish, counts: Counts, most: number) {
  const { actorId, scope, clauses, before, from } = wish;
  const { values, given } = parameters(actorId);
  const few = way === 'index' ? rarest(clauses, counts) : [];
  const pattern = patternOf(clauses, counts);
  const narrowings = [
    scope.authorIds && `s.author_id = ANY(${given(scope.authorIds)}::uuid[])`,
    scope.from && `s.created_at >= ${given(scope.from)}::timestamptz`,
    scope.before && `s.created_at < ${given(scope.before)}::timestamptz`,
    before &&
      `(s.created_at, s.message_id) < (${given(before.createdAt)}::timestamptz, ${given(before.id)}::uuid)`,
    from &&
      `(s.created_at, s.message_id) <= (${given(from.createdAt)}::timestamptz, ${given(from.id)}::uuid)`,
  ].filter((condition) => condition !== null);
  const isSomewhere = scope.conversationIds !== null || scope.inThreads;
  const isKept = isPlain(wish);
  // Behind a SELECT PostgreSQL does not look at the words when it plans: it would think of another plan for each.
  const wordsOf = (some: readonly Clause[]) => `${given(toTsquery(some))}::tsquery`;
  const hasTerms = (some: readonly Clause[]) =>
    `s.document @@ ${isKept && way === 'index' ? `(SELECT ${wordsOf(some)})` : wordsOf(some)}`;
  const parts: Parts = {
    ofScope: narrowings.length > 0 ? narrowings.join(' AND ') : 'true',
    maySee: isSomewhere
      ? `${visible} AND ${isWanted(given(scope.conversationIds), given(scope.inThreads))}`
      : visible,
    matches: clauses.length === 0 ? 'true' : inText(pattern && given(pattern), hasTerms(clauses)),
    matchesRarest: few.length === 0 ? 'true' : hasTerms(few),
    most,
  };
  const variant = `${pattern === null ? '' : '-part'}${from === null ? '' : '-from'}`;
  const name = isKept ? `search-${way}-${most}${variant}` : undefined;
  return { text: ways[way](parts), values, name };
}

/** SQL: what is first looked for in a document's text, and what the document must have then. */
function inText(pattern: string | null, condition: string): string {
  return pattern === null
    ? condition
    : `CASE WHEN s.document::text LIKE ${pattern} THEN ${condition} ELSE false END`;
}
