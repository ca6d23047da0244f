import type { ConversationId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import { countFitting } from './answer-bytes.ts';

/** The fields of a message that are columns of its row, and which. Everything below follows from this. */
const columns = {
  id: 'id',
  conversationId: 'conversation_id',
  seq: 'seq',
  version: 'version',
  authorId: 'author_id',
  clientId: 'client_id',
  body: 'body',
  mentions: 'mentions',
  createdAt: 'created_at',
  editedAt: 'edited_at',
  deletedAt: 'deleted_at',
  notice: 'notice',
  files: 'files',
  previews: 'previews',
  poll: 'poll',
} as const satisfies Partial<Record<keyof Message, string>>;

/** Columns of its row that say what there is of threads (threads are conversations of their own). */
const threadColumns = {
  threadId: 'thread_id',
  replyCount: 'reply_count',
  lastReplyAt: 'last_reply_at',
  lastAuthorIds: 'last_author_ids',
  inThreadId: 'in_thread_id',
  inThreadSeq: 'in_thread_seq',
} as const;

/** Columns that say who pinned it. */
const pinColumns = { pinnedById: 'pinned_by_id', pinnedAt: 'pinned_at' } as const;

interface PinFields {
  pinnedById: UserId | null;
  pinnedAt: Date | null;
}

interface ThreadFields {
  threadId: ConversationId | null;
  replyCount: number;
  lastReplyAt: Date | null;
  lastAuthorIds: UserId[];
  inThreadId: ConversationId | null;
  inThreadSeq: number | null;
}

/** What a message is read as: the contract's fields, with times as dates. */
export type MessageRow = {
  [Field in keyof typeof columns | 'reactions']: Field extends `${string}At`
    ? Date | Extract<Message[Field], null>
    : Field extends 'files' | 'previews'
      ? Message[Field] | null
      : Message[Field];
} & ThreadFields &
  PinFields;

/** The columns of a message `m` itself. */
export const storedColumns = Object.entries({ ...columns, ...threadColumns, ...pinColumns })
  .map(([field, column]) => `m.${column} AS "${field}"`)
  .join(', ');

/**
 * The columns that MessageRow promises, of a message `m`. Reactions stand in the order in which their emoji first
 * came, and within each in the order in which users gave them: the same for everybody who asks.
 */
export const messageColumns = `${storedColumns}, CASE WHEN m.reaction_count = 0 THEN '[]'::jsonb ELSE (
  SELECT jsonb_agg(jsonb_build_object('emoji', emoji, 'userIds', user_ids) ORDER BY first_at, emoji)
  FROM (
    SELECT r.emoji, min(r.created_at) AS first_at, jsonb_agg(r.user_id ORDER BY r.created_at, r.user_id) AS user_ids
    FROM reaction r WHERE r.message_id = m.id GROUP BY r.emoji
  ) AS given) END AS reactions`;

/** SQL: bytes that the JSON of a message `m` takes at the least. */
export const leastBytes =
  '(300 + octet_length(m.body) + 38 * m.reaction_count + coalesce(octet_length(m.files::text), 0) + coalesce(octet_length(m.previews::text), 0) + coalesce(pg_column_size(m.poll), 0))';

export function toMessage(row: MessageRow): Message {
  const { threadId, replyCount, lastReplyAt, lastAuthorIds, inThreadId, inThreadSeq, ...rest } = row;
  const { pinnedById, pinnedAt, ...own } = rest;
  return {
    ...own,
    mentions: row.deletedAt ? [] : row.mentions,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
    thread:
      threadId === null
        ? null
        : { id: threadId, replyCount, lastReplyAt: lastReplyAt?.toISOString() ?? null, lastAuthorIds },
    inThread: inThreadId === null || inThreadSeq === null ? null : { id: inThreadId, rootSeq: inThreadSeq },
    pin: pinnedById && pinnedAt ? { byId: pinnedById, at: pinnedAt.toISOString() } : null,
    files: row.deletedAt ? [] : (row.files ?? []),
    previews: row.deletedAt ? [] : (row.previews ?? []),
    poll: row.deletedAt ? null : row.poll,
  };
}

/** Bytes that the JSON of a message takes at the most, without the cost of writing it. */
export function mostBytes({ body, mentions, reactions, files, previews, poll }: Message): number {
  // A UTF-16 unit takes six bytes when JSON escapes it, and three otherwise.
  const reacted = reactions.reduce(
    (sum, { emoji, userIds }) => sum + 40 + 3 * emoji.length + 39 * userIds.length,
    0,
  );
  const mentioned = mentions.reduce(
    (sum, mention) =>
      sum + 100 + 6 * mention.text.length + ('userIds' in mention ? 39 * (mention.userIds?.length ?? 0) : 0),
    0,
  );
  const attached = files.reduce((sum, { name, alt }) => sum + 400 + 6 * (name.length + alt.length), 0);
  const linked = previews.reduce(
    (sum, { url, title, description, siteName }) =>
      sum + 300 + 6 * (url.length + title.length + description.length + siteName.length),
    0,
  );
  // Its texts are in the body as well.
  const named = poll?.options.reduce((sum, { userIds }) => sum + 100 + 39 * userIds.length, 400) ?? 0;
  return 1_200 + (poll ? 12 : 6) * body.length + mentioned + reacted + attached + linked + named;
}

/** As many messages as fit into one answer, from the first; at least one. */
export function fittingMessages(messages: Message[], room: number = limits.answerBytes): Message[] {
  const most = messages.reduce((sum, message) => sum + mostBytes(message), 0);
  return most <= room ? messages : messages.slice(0, countFitting(messages, room));
}
