import { refuseField } from '#contract/errors.ts';
import { tidyHandle } from '#contract/handles.ts';
import { type ConversationId, conversationId, type MessageId, type UserId } from '#contract/ids.ts';
import { tidyChannelName } from '#contract/names.ts';
import type { SearchInput } from '#contract/search.ts';
import { spanOf } from '#contract/search-days.ts';
import type { Clause, SearchQuery } from '#contract/search-query.ts';
import { featureTerms } from '#contract/search-terms.ts';
import type { Query } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visible } from './conversation-rows.ts';
import { noConversation } from './permissions.ts';
import { known } from './sight.ts';
import { skeletonsOf } from './skeletons.ts';

/** Which messages are looked at, whatever they say; null: any. */
export interface Scope {
  conversationIds: ConversationId[] | null;
  authorIds: UserId[] | null;
  /** Written at this time or later, and before that. */
  from: Date | null;
  before: Date | null;
  /** Only what was written in threads. */
  inThreads: boolean;
  /** Only what the caller has saved: these; null where it does not matter. */
  savedIds: ReadonlySet<MessageId> | null;
}

/** SQL: the conversations `c` of the caller, $1, with the membership `mine`. */
export const callersConversations =
  'conversation c LEFT JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = $1';

/** SQL: whether a conversation `c` is one of these, or a thread of one of them (null: of any), and a thread where it must be. */
export function isWanted(ids: `$${number}`, inThreads: `$${number}`): string {
  return `(${ids}::uuid[] IS NULL OR c.id = ANY(${ids}) OR c.parent_id = ANY(${ids}))
    AND (NOT ${inThreads}::boolean OR c.parent_id IS NOT NULL)`;
}

/** What a search's filters mean. Throws `invalid` at `q` for a name that the caller cannot find. */
export async function scopeOf(
  query: Query,
  actor: Actor,
  input: SearchInput,
  { filters }: SearchQuery,
): Promise<Scope> {
  // One after the other, on one connection: none may still be asking when another has ended the transaction.
  const named: ConversationId[] = [];
  for (const name of filters.in) named.push(...(await conversationsNamed(query, actor, name)));
  const authors: UserId[] = [];
  for (const handle of filters.from) authors.push(await userWith(query, actor, handle));
  const span = spanOf(filters, input.timeZone, Date.now());
  if (input.conversationId !== undefined) await requireVisible(query, actor, input.conversationId);
  return {
    conversationIds: intersection(named, input.conversationId),
    authorIds: intersection(authors, input.authorId),
    from: later(span.from, input.after),
    before: earlier(span.before, input.before),
    inThreads: isAsked(filters, 'thread'),
    savedIds: isAsked(filters, 'saved') ? await savedIdsOf(query, actor) : null,
  };
}

function isAsked({ is }: SearchQuery['filters'], what: string): boolean {
  return is.some((word) => word.toLowerCase() === what);
}

async function savedIdsOf(query: Query, { userId }: Actor): Promise<ReadonlySet<MessageId>> {
  const rows = await query<{ message_id: MessageId }>(
    'SELECT message_id FROM saved_message WHERE user_id = $1',
    [userId],
  );
  return new Set(rows.map((row) => row.message_id));
}

/** The filters that the index knows as terms. */
export function termFilters({ filters }: SearchQuery): Clause[] {
  const features = filters.has.map((what) => featureOf(what.toLowerCase()));
  return [...features, ...(isAsked(filters, 'pinned') ? (['pinned'] as const) : [])].map((feature) => ({
    isExcluded: false,
    slots: [{ distance: 0, wanted: [{ terms: [featureTerms[feature]], prefixes: [], part: null }] }],
  }));
}

function featureOf(what: string): keyof typeof featureTerms {
  if (what === 'file' || what === 'image' || what === 'reaction') return what;
  return 'link';
}

/** Words narrow it to any of those named, a parameter to one. */
function intersection<Id extends string>(named: Id[], given: Id | undefined): Id[] | null {
  if (given === undefined) return named.length > 0 ? named : null;
  return named.length === 0 || named.includes(given) ? [given] : [];
}

function later(time: number | null, given: string | undefined): Date | null {
  const times = [time ?? [], given === undefined ? [] : Date.parse(given)].flat();
  return times.length > 0 ? new Date(Math.max(...times)) : null;
}

function earlier(time: number | null, given: string | undefined): Date | null {
  const times = [time ?? [], given === undefined ? [] : Date.parse(given)].flat();
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

async function requireVisible(query: Query, actor: Actor, id: ConversationId): Promise<void> {
  const found = await query(`SELECT 1 FROM ${callersConversations} WHERE c.id = $2 AND ${visible}`, [
    actor.userId,
    id,
  ]);
  if (found.length === 0) throw noConversation();
}

async function userWith(query: Query, actor: Actor, handle: string): Promise<UserId> {
  const wanted = tidyHandle(handle);
  if (wanted === 'me') return actor.userId;
  const [user] = await query<{ id: UserId }>(
    `SELECT u.id FROM "user" u WHERE u.handle = $2 AND ${known('u.id')}`,
    [actor.userId, wanted],
  );
  if (!user) throw refuseField('q', `Nobody here is called @${wanted}`);
  return user.id;
}

/** The channels of a name that the caller may see, or the conversation of two with whoever has a handle. */
async function conversationsNamed(query: Query, actor: Actor, name: string): Promise<ConversationId[]> {
  if (name.startsWith('@')) return [await directWith(query, actor, name)];
  const byId = conversationId.safeParse(name);
  if (byId.success) {
    await requireVisible(query, actor, byId.data);
    return [byId.data];
  }
  const { caseless } = skeletonsOf(tidyChannelName(name));
  const rows = await query<{ id: ConversationId }>(
    `SELECT c.id FROM ${callersConversations} WHERE c.name_skeleton = $2 AND ${visible}`,
    [actor.userId, caseless],
  );
  if (rows.length === 0) throw refuseField('q', `There is no channel #${tidyChannelName(name)}`);
  return rows.map(({ id }) => id);
}

async function directWith(query: Query, actor: Actor, handle: string): Promise<ConversationId> {
  const other = await userWith(query, actor, handle);
  const [direct] = await query<{ id: ConversationId }>('SELECT id FROM conversation WHERE direct_key = $1', [
    [actor.userId, other].sort().join(','),
  ]);
  if (!direct) throw refuseField('q', `There is no conversation with ${handle}`);
  return direct.id;
}
