import { tidyHandle } from '#contract/handles.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { readMentionWords } from '#contract/mention-words.ts';
import type { Mention } from '#contract/mentions.ts';
import { onlineUsers } from '#platform/presence-store.ts';
import { type ConversationRow, selectMemberships } from './conversation-rows.ts';
import { may } from './permissions.ts';
import { isCompanion } from './sight.ts';
import { skeletonOf } from './skeletons.ts';

/** A message whose words are to be understood. */
export interface Wording {
  conversationId: ConversationId;
  authorId: UserId;
  body: string;
}

/** Runs one statement: a prepared one outside of a transaction, any inside of one. */
export type Lookup = <Row extends object>(name: string, text: string, values: unknown[]) => Promise<Row[]>;

/** What a word means in one message; undefined: nothing. */
type Meaning = (word: string, wording: Wording) => Mention | undefined;

/**
 * What the words of these messages mean, in their order. A handle means its user, a name its public channel, or the
 * message's own channel where that is private: no other private channel can be named, whether it exists or not.
 * `@channel` and `@here` mean somebody where the author may ask for everyone. A word that `known` has keeps its
 * meaning. For a guest nothing means whom or what they do not see. Asks the database only when there are words, and then
 * once for all of them, once more for guests when any was found, and once more for everyone.
 */
export async function resolveMentions(
  wordings: readonly Wording[],
  lookup: Lookup,
  known: readonly Mention[] = [],
): Promise<Mention[][]> {
  const kept = new Map(known.map((mention) => [mention.text, mention]));
  const texts = wordings.map(({ body }) => readMentionWords(body));
  const unknown = [...new Set(texts.flat())].filter((text) => !kept.has(text));
  if (unknown.length === 0) return texts.map((words) => words.flatMap((text) => kept.get(text) ?? []));
  const asking = wordings.filter((_, index) =>
    texts[index]?.some((text) => !kept.has(text) && asksEveryone(text)),
  );
  const nameOf = await findNames(wordings, unknown, lookup);
  const everyoneOf = await findEveryone(asking, lookup);
  return wordings.map((wording, index) =>
    (texts[index] ?? []).flatMap(
      (text) => kept.get(text) ?? (asksEveryone(text) ? everyoneOf : nameOf)(text, wording) ?? [],
    ),
  );
}

function asksEveryone(text: string): boolean {
  return /^@(?:channel|here)$/i.test(text);
}

interface NameRow {
  word: string;
  user_id: UserId | null;
  conversation_id: ConversationId | null;
  /** The handle, or the channel's name. */
  name: string;
  is_public: boolean;
}

async function findNames(
  wordings: readonly Wording[],
  unknown: readonly string[],
  lookup: Lookup,
): Promise<Meaning> {
  const handles = unknown.filter((text) => text.startsWith('@') && !asksEveryone(text)).map(tidyHandle);
  const names = unknown.filter((text) => text.startsWith('#')).map(channelNameOf);
  const rows =
    handles.length + names.length === 0
      ? []
      : await lookup<NameRow>('mention-names', selectNames, [
          handles.map(skeletonOf),
          names,
          [...new Set(wordings.map(({ conversationId }) => conversationId))],
        ]);
  const users = new Map(rows.flatMap(({ name, user_id }) => (user_id ? [[name, user_id] as const] : [])));
  const channels = Map.groupBy(
    rows.filter((row) => row.conversation_id),
    ({ word }) => word,
  );
  const isHidden = rows.length === 0 ? () => false : await hiddenFrom(wordings, rows, lookup);
  return (text, wording) => {
    if (text.startsWith('@')) {
      const userId = users.get(tidyHandle(text));
      return userId && !isHidden(wording.authorId, userId) ? { text, userId } : undefined;
    }
    const name = channelNameOf(text);
    const named = (channels.get(name) ?? []).filter(
      (row) => row.conversation_id && !isHidden(wording.authorId, row.conversation_id),
    );
    const conversationId = channelOf(named, name, wording);
    return conversationId && { text, conversationId };
  };
}

/** What was found and is not for an author to see: they are a guest. */
async function hiddenFrom(
  wordings: readonly Wording[],
  rows: readonly NameRow[],
  lookup: Lookup,
): Promise<(authorId: UserId, id: UserId | ConversationId) => boolean> {
  const guests = await lookup<{ author_id: UserId; seen: string[] }>('mention-guests', selectGuests, [
    [...new Set(wordings.map(({ authorId }) => authorId))],
    rows.flatMap(({ user_id }) => user_id ?? []),
    rows.flatMap(({ conversation_id }) => conversation_id ?? []),
  ]);
  const seenBy = new Map(guests.map(({ author_id, seen }) => [author_id, new Set(seen)]));
  return (authorId, id) => seenBy.get(authorId)?.has(id) === false;
}

/** Which of the authors $1 are guests, and which of the users $2 and the conversations $3 each of these sees. */
const selectGuests = `
  SELECT g.id AS author_id, ARRAY(
    SELECT f.id FROM unnest($2::uuid[]) AS f(id) WHERE ${isCompanion('f.id', 'g.id')}
    UNION ALL
    SELECT m.conversation_id FROM member m WHERE m.user_id = g.id AND m.conversation_id = ANY($3::uuid[])) AS seen
  FROM "user" g WHERE g.id = ANY($1::uuid[]) AND g.role = 'guest'`;

/** By the index of skeletons: a handle has one, but it is the handle itself that is asked for. */
const selectNames = `
  SELECT NULL AS word, u.id AS user_id, NULL::uuid AS conversation_id, u.handle AS name, false AS is_public
  FROM "user" u WHERE u.handle_skeleton = ANY($1::text[])
  UNION ALL
  SELECT w.word, NULL, c.id, c.name, c.kind = 'public'
  FROM unnest($2::text[]) AS w(word)
  JOIN conversation c ON lower(replace(c.name, ' ', '-')) = lower(w.word) AND c.kind IN ('public', 'private')
  WHERE c.kind = 'public' OR c.id = ANY($3::uuid[])
  ORDER BY conversation_id`;

function channelNameOf(text: string): string {
  return text.slice(1).normalize('NFC');
}

/** The message's own channel before others, then the one that is called exactly so. */
function channelOf(rows: readonly NameRow[], name: string, wording: Wording): ConversationId | undefined {
  const seen = rows.filter((row) => row.is_public || row.conversation_id === wording.conversationId);
  const best =
    seen.find((row) => row.conversation_id === wording.conversationId) ??
    seen.find((row) => row.name.toLowerCase() === name.toLowerCase()) ??
    seen[0];
  return best?.conversation_id ?? undefined;
}

/** Who is asked by `@channel` and `@here`, where the author may ask them. */
async function findEveryone(asking: readonly Wording[], lookup: Lookup): Promise<Meaning> {
  if (asking.length === 0) return () => undefined;
  const rows = await lookup<ConversationRow & { user_id: UserId }>(
    'mention-authors',
    `${selectMemberships}
     WHERE (c.id, mine.user_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
    [asking.map(({ conversationId }) => conversationId), asking.map(({ authorId }) => authorId)],
  );
  const allowed = new Set(
    rows
      .filter((row) => may({ userId: row.user_id }, 'mentionEveryone', { conversation: row }))
      .map((row) => row.id + row.user_id),
  );
  const needsOnline = asking.some(({ body }) => readMentionWords(body).some((text) => /^@here$/i.test(text)));
  const online = needsOnline
    ? await findOnline(
        rows.map(({ id }) => id),
        lookup,
      )
    : new Map<ConversationId, UserId[]>();
  return (text, { conversationId, authorId }) => {
    if (!allowed.has(conversationId + authorId)) return undefined;
    if (text.toLowerCase() === '@channel') return { text, everyone: 'channel' };
    const userIds = online.get(conversationId) ?? [];
    return { text, everyone: 'here', userIds: userIds.length > limits.userIds ? null : userIds };
  };
}

/** The members of each conversation who are online: one more than can be named, at most. */
async function findOnline(
  conversationIds: readonly ConversationId[],
  lookup: Lookup,
): Promise<Map<ConversationId, UserId[]>> {
  const rows = await lookup<{ id: ConversationId; user_ids: UserId[] }>(
    'mention-online',
    `SELECT c.id, ARRAY(SELECT b.user_id FROM member b
       WHERE b.conversation_id = c.id AND b.user_id = ANY($2::uuid[]) ORDER BY b.user_id LIMIT ${limits.userIds + 1}) AS user_ids
     FROM unnest($1::uuid[]) AS c(id)`,
    [[...new Set(conversationIds)], onlineUsers()],
  );
  return new Map(rows.map((row) => [row.id, row.user_ids]));
}
