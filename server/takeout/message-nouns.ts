import type pg from 'pg';
import { z } from 'zod';
import { tidyFileName } from '#contract/file-names.ts';
import { messageFile } from '#contract/files.ts';
import { userId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { mention } from '#contract/mentions.ts';
import { message } from '#contract/messages.ts';
import { mentionedUsers } from '#domain/mention-rows.ts';
import { text, time, uuid, whole } from './line-fields.ts';
import { defineNoun, field } from './noun.ts';

const reactions = z
  .array(z.strictObject({ emoji: text(limits.emoji).min(1), userId: uuid, createdAt: time }))
  .max(limits.reactionsTotal);

const told = messageFile.extend({
  name: z.string().refine((name) => tidyFileName(name) === name, { message: 'This is no name of a file' }),
  type: text(200),
  alt: text(limits.altText),
});

export const messagesNoun = defineNoun({
  name: 'messages',
  table: 'message',
  by: 'conversations',
  fields: {
    id: field('id', 'uuid', uuid),
    conversationId: field('conversation_id', 'uuid', uuid),
    seq: field('seq', 'integer', whole.min(1)),
    version: field('version', 'integer', whole.min(1)),
    authorId: field('author_id', 'uuid', uuid),
    clientId: field('client_id', 'uuid', uuid),
    body: field('body', 'text', text(limits.messageBody)),
    // What a deleted message meant is not told any more.
    mentions: field('mentions', 'jsonb', z.array(mention).max(limits.mentions), {
      select: `CASE WHEN t.deleted_at IS NULL THEN t.mentions ELSE '[]' END`,
    }),
    /** What is told of its files; made anew from these where they come along. */
    files: field('files', 'jsonb', z.array(told).max(limits.messageFiles).nullable().default(null), {
      select: 'CASE WHEN t.deleted_at IS NULL THEN t.files END',
    }),
    /** What the server wrote it about, in its author's name. */
    notice: field('notice', 'text', message.shape.notice),
    createdAt: field('created_at', 'timestamptz', time),
    editedAt: field('edited_at', 'timestamptz', time.nullable()),
    deletedAt: field('deleted_at', 'timestamptz', time.nullable()),
    reactions: {
      column: null,
      type: 'jsonb',
      line: reactions,
      select: `CASE WHEN t.reaction_count = 0 THEN '[]' ELSE (
        SELECT coalesce(json_agg(json_build_object('emoji', x.emoji, 'userId', x.user_id, 'createdAt', x.created_at)
          ORDER BY x.created_at, x.emoji, x.user_id), '[]') FROM reaction x WHERE x.message_id = t.id) END`,
    },
    threadId: field('thread_id', 'uuid', uuid.nullable()),
    replyCount: field('reply_count', 'integer', whole),
    lastReplyAt: field('last_reply_at', 'timestamptz', time.nullable()),
    lastAuthorIds: field('last_author_ids', 'uuid[]', z.array(uuid).max(limits.threadAuthors)),
    inThreadId: field('in_thread_id', 'uuid', uuid.nullable()),
    inThreadSeq: field('in_thread_seq', 'integer', whole.nullable()),
    pinnedById: field('pinned_by_id', 'uuid', uuid.nullable()),
    pinnedAt: field('pinned_at', 'timestamptz', time.nullable()),
    // Who chose what in an anonymous one is not taken along: there its results stay as they are, and it is closed.
    poll: field('poll', 'jsonb', message.shape.poll.optional(), {
      select: `CASE WHEN t.deleted_at IS NOT NULL THEN NULL
        WHEN (t.poll->>'anonymous')::boolean AND t.poll->>'closedAt' IS NULL THEN jsonb_set(t.poll, '{closedAt}',
          to_jsonb(to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
        ELSE t.poll END`,
    }),
  },
  from: 'message t WHERE t.conversation_id = ANY($1) ORDER BY t.conversation_id, t.seq',
  derived: { reaction_count: 'jsonb_array_length(r.reactions)' },
  // What pages were about is theirs, and is shared.
  left: ['previews', 'removed_links'],
  insertMore: insertBeside,
});

/** What the rows beside a message are made from. */
const beside = z.object({
  id: uuid,
  conversationId: uuid,
  seq: z.number(),
  authorId: userId,
  mentions: z.array(mention),
  deletedAt: z.string().nullable(),
  reactions,
});

/** Reactions, and whom messages mention: the rows by which mentions are counted follow from what their words mean. */
async function insertBeside(session: pg.Client, lines: readonly unknown[]): Promise<void> {
  const messages = z.array(beside).parse(lines);
  const given = messages.flatMap(({ id, reactions: list }) => list.map((one) => ({ ...one, messageId: id })));
  if (given.length > 0)
    await session.query(
      `INSERT INTO reaction (message_id, emoji, user_id, created_at)
       SELECT "messageId", emoji, "userId", "createdAt"
       FROM jsonb_to_recordset($1::jsonb) AS r("messageId" uuid, emoji text, "userId" uuid, "createdAt" timestamptz)`,
      [JSON.stringify(given)],
    );
  const mentioned = messages
    .filter(({ deletedAt }) => deletedAt === null)
    .flatMap(({ id, conversationId, seq, authorId, mentions }) =>
      mentionedUsers(mentions, authorId).map((user) => ({ id, conversationId, seq, authorId, user })),
    );
  if (mentioned.length > 0)
    await session.query(
      `INSERT INTO mention (message_id, conversation_id, seq, author_id, user_id)
       SELECT id, "conversationId", seq, "authorId", "user" FROM jsonb_to_recordset($1::jsonb)
         AS r(id uuid, "conversationId" uuid, seq integer, "authorId" uuid, "user" uuid)`,
      [JSON.stringify(mentioned)],
    );
}

export const editsNoun = defineNoun({
  name: 'edits',
  table: 'message_edit',
  by: 'conversations',
  fields: {
    messageId: field('message_id', 'uuid', uuid),
    version: field('version', 'integer', whole),
    body: field('body', 'text', text(limits.messageBody)),
    editedAt: field('edited_at', 'timestamptz', time),
  },
  from: `message_edit t JOIN message m ON m.id = t.message_id AND m.deleted_at IS NULL
    WHERE m.conversation_id = ANY($1) ORDER BY m.conversation_id, m.seq, t.version`,
});

/** Who chose what in a poll, where everybody is told. */
export const votesNoun = defineNoun({
  name: 'votes',
  table: 'poll_vote',
  by: 'conversations',
  fields: {
    messageId: field('message_id', 'uuid', uuid),
    userId: field('user_id', 'uuid', uuid),
    option: field('option', 'smallint', whole.max(limits.pollOptions - 1)),
    votedAt: field('voted_at', 'timestamptz', time),
  },
  from: `poll_vote t JOIN message m ON m.id = t.message_id AND m.deleted_at IS NULL
    WHERE m.conversation_id = ANY($1) AND NOT (m.poll->>'anonymous')::boolean
    ORDER BY m.conversation_id, m.seq, t.voted_at, t.user_id, t.option`,
});

export const savedNoun = defineNoun({
  name: 'saved',
  table: 'saved_message',
  by: 'both',
  fields: {
    userId: field('user_id', 'uuid', uuid),
    messageId: field('message_id', 'uuid', uuid),
    savedAt: field('saved_at', 'timestamptz', time),
    remindAt: field('remind_at', 'timestamptz', time.nullable()),
  },
  from: `saved_message t WHERE t.conversation_id = ANY($1) AND ($2::uuid IS NULL OR t.user_id = $2)
    ORDER BY t.user_id, t.message_id`,
  derived: { conversation_id: '(SELECT m.conversation_id FROM message m WHERE m.id = r."messageId")' },
});
