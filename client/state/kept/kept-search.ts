import type { MyConversation } from '#contract/conversations.ts';
import { Refusal } from '#contract/errors.ts';
import { tidyHandle } from '#contract/handles.ts';
import type { Message } from '#contract/messages.ts';
import { tidyChannelName } from '#contract/names.ts';
import type { SearchHit, SearchPage } from '#contract/search.ts';
import { spanOf } from '#contract/search-days.ts';
import { matchTerms } from '#contract/search-match.ts';
import { type Filters, parseSearch } from '#contract/search-query.ts';
import { hasLink, termsOf } from '#contract/search-terms.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { createCacheDatabase } from './cache-database.ts';
import { cachedParts } from './cached-parts.ts';

/** How far this browser could look. */
export interface KeptReach {
  conversations: number;
  /** When the oldest message was written that was looked at; null for none. */
  since: string | null;
}

/** Hits that are shown. */
const MOST = 100;

/** Looks through what this browser keeps, as the server would. Throws `invalid` for what cannot be understood. */
export async function searchKept(
  q: string,
  state: ChatState,
  timeZone: string,
): Promise<SearchPage & { reach: KeptReach }> {
  const { clauses, filters, fault } = parseSearch(q);
  if (fault !== null) throw new Refusal('invalid', fault);
  const isWanted = filterOf(filters, state, timeZone);
  const items: SearchHit[] = [];
  const timelines = await keptTimelines(state);
  const isNothing = clauses.length === 0 && Object.values(filters).every((values) => values.length === 0);
  for (const message of isNothing ? [] : timelines.flat()) {
    if (message.deletedAt !== null || !isWanted(message)) continue;
    const { body, files } = message;
    // As the server does: the names of files stand behind the text.
    const found = matchTerms(termsOf([body, ...files.map(({ name }) => name)].join('\n\n')), clauses);
    const highlights = found?.filter(([, end]) => end <= body.length);
    if (highlights) items.push({ message, highlights });
  }
  items.sort((left, right) => (left.message.createdAt < right.message.createdAt ? 1 : -1));
  return {
    items: items.slice(0, MOST),
    nextCursor: null,
    isSimilar: false,
    isComplete: true,
    reach: reachOf(timelines),
  };
}

function reachOf(timelines: Message[][]): KeptReach {
  const oldest = timelines.flatMap(([first]) => first?.createdAt ?? []).sort();
  return { conversations: oldest.length, since: oldest[0] ?? null };
}

/** The messages of each conversation that one is in, from memory, else from the disk. */
async function keptTimelines({ conversations, timelines }: ChatState): Promise<Message[][]> {
  const database = createCacheDatabase();
  const parts = await database.use((opened) =>
    opened.getAll('parts', IDBKeyRange.bound(['timelines'], ['timelines', []])),
  );
  database.close();
  const kept = new Map<string, Message[]>();
  for (const part of parts ?? []) {
    const timeline = cachedParts.timelines.unpack(part);
    if (timeline) kept.set(timeline.conversationId, timeline.messages);
  }
  for (const [id, { messages }] of Object.entries(timelines)) if (messages.length > 0) kept.set(id, messages);
  return [...kept].flatMap(([id, messages]) => (conversations[id] ? [messages] : []));
}

function filterOf(filters: Filters, state: ChatState, timeZone: string): (message: Message) => boolean {
  const authors = new Set(filters.from.map((handle) => userWith(handle, state)));
  const places = new Set(filters.in.flatMap((name) => conversationsNamed(name, state)));
  const { from, before } = spanOf(filters, timeZone, Date.now());
  const has = new Set(filters.has.map((what) => what.toLowerCase()));
  const is = new Set(filters.is.map((what) => what.toLowerCase()));
  return ({ id, authorId, conversationId, createdAt, body, reactions, pin, files }) => {
    const time = Date.parse(createdAt);
    return (
      (authors.size === 0 || authors.has(authorId)) &&
      (filters.in.length === 0 || places.has(conversationId)) &&
      (from === null || time >= from) &&
      (before === null || time < before) &&
      (!has.has('link') || hasLink(body)) &&
      (!has.has('file') || files.length > 0) &&
      (!has.has('image') || files.some(({ kind }) => kind === 'image')) &&
      (!has.has('reaction') || reactions.length > 0) &&
      (!is.has('thread') || state.conversations[conversationId]?.kind === 'thread') &&
      (!is.has('pinned') || pin !== null) &&
      (!is.has('saved') || state.saved.marks[id] !== undefined)
    );
  };
}

function userWith(handle: string, { me, users }: ChatState): string {
  const wanted = tidyHandle(handle);
  if (wanted === 'me') return me.id;
  const user = Object.values(users).find((known) => known.handle === wanted);
  if (!user) throw new Refusal('invalid', `Nobody that this browser knows is called @${wanted}`);
  return user.id;
}

function conversationsNamed(name: string, state: ChatState): string[] {
  const all = Object.values(state.conversations);
  const found = name.startsWith('@')
    ? all.filter(isDirectWith(userWith(name, state), state.me.id))
    : all.filter(isCalled(name));
  if (found.length === 0) throw new Refusal('invalid', `This browser knows no conversation ${name}`);
  const ids = new Set(found.map(({ id }) => id));
  return all
    .filter(({ id, parentId }) => ids.has(id) || (parentId !== null && ids.has(parentId)))
    .map(({ id }) => id);
}

function isDirectWith(userId: string, myId: string) {
  const wanted = [...new Set([userId, myId])].sort().join();
  return ({ memberIds }: MyConversation) => [...(memberIds ?? [])].sort().join() === wanted;
}

function isCalled(name: string) {
  const wanted = tidyChannelName(name).toLowerCase();
  return ({ id, name: own }: MyConversation) => id === name || own?.toLowerCase() === wanted;
}
