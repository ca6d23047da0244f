import type { ConversationId } from '#contract/ids.ts';
import { mayHaveLinks } from '#contract/link-previews.ts';
import type { Message } from '#contract/messages.ts';
import { queryRows } from '#platform/database.ts';
import { insertReading } from './link-jobs.ts';
import { mayComeIn } from './send-statement.ts';

/** A message that was stored by the statement below, as far as that is not known before. */
type StoredRow = Pick<Message, 'id' | 'seq' | 'version'> & { created_at: Date };

/**
 * Stores new messages that mention nobody, in conversations that hang on no other: what nearly all are, in a statement
 * that costs little more than half of the whole one (send-statement.ts, by whose rules it goes). Parameters are five
 * arrays of equal length, one entry a message: id, conversation, author, clientId, body; then their conversations, each
 * once. These are locked without asking who writes there, which is asked right behind it, under the locks: to ask before
 * them, too, took a third of the statement's time. Answers a row for each message that it stored. Whatever asks for more
 * it leaves alone, and so whoever wrote it in that conversation, and it says nothing of them: threads, archived
 * conversations, and those that somebody else holds; authors who may not send there, or whose position there was put
 * back; messages that are stored already.
 *
 * Authors and members are looked up one by one (`LATERAL … LIMIT 1`): joined, PostgreSQL would read all members of a small
 * workspace for each statement. `links`: what is done besides for messages that have some.
 */
function statement({ seq, version, last, lastOfAuthor }: Numbering, links: string): string {
  return `
WITH input AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[])
    WITH ORDINALITY AS i(id, conversation_id, author_id, client_id, body, position)
), locked AS MATERIALIZED (
  SELECT c.id, c.last_seq, c.version FROM conversation c
  WHERE c.id = ANY($6::uuid[]) AND c.parent_id IS NULL AND c.archived_at IS NULL
  ORDER BY c.id FOR UPDATE SKIP LOCKED
), allowed AS MATERIALIZED (
  SELECT i.*, l.last_seq, l.version FROM input i
  JOIN locked l ON l.id = i.conversation_id
  CROSS JOIN LATERAL (SELECT FROM "user" p WHERE p.id = i.author_id AND ${mayComeIn} LIMIT 1) AS p
  CROSS JOIN LATERAL (
    SELECT FROM member b WHERE b.conversation_id = l.id AND b.user_id = i.author_id AND b.read_version % 2 = 0
    LIMIT 1 FOR NO KEY UPDATE
  ) AS b
), numbered AS MATERIALIZED (
  SELECT a.id, a.conversation_id, a.author_id, a.client_id, a.body, ${seq} AS seq, ${version} AS version,
    clock_timestamp()::timestamptz(3) AS created_at
  FROM allowed a
  WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.author_id = a.author_id AND m.client_id = a.client_id)
), counted AS (
  UPDATE conversation c SET last_seq = n.seq, version = n.version, last_message_at = n.created_at
  FROM ${last} n WHERE c.id = n.conversation_id
), read AS (
  UPDATE member b SET last_read_seq = n.seq FROM ${lastOfAuthor} n
  WHERE b.conversation_id = n.conversation_id AND b.user_id = n.author_id AND b.last_read_seq < n.seq
), inserted AS (
  INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body, created_at)
  SELECT id, conversation_id, seq, version, author_id, client_id, body, created_at FROM numbered
)${links}
SELECT id, seq, version, created_at FROM numbered`;
}

/** How the messages of a batch get their numbers. */
interface Numbering {
  /** Of a row `a` of those that are allowed. */
  seq: string;
  version: string;
  /** The numbered messages that are the last of their conversation, and those that are the last of its author there. */
  last: string;
  lastOfAuthor: string;
}

/** Of an allowed message among those of its conversation, from 1. */
const place = 'row_number() OVER (PARTITION BY a.conversation_id ORDER BY a.position)';

/** In the order in which they came. */
const inOrder: Numbering = {
  seq: `(a.last_seq + ${place})::int`,
  version: `(a.version + ${place})::int`,
  last: '(SELECT DISTINCT ON (conversation_id) * FROM numbered ORDER BY conversation_id, seq DESC)',
  lastOfAuthor: '(SELECT conversation_id, author_id, max(seq) AS seq FROM numbered GROUP BY 1, 2)',
};

/** Where no two are of one conversation, which is how it mostly is: a tenth to a fifth less of the database. */
const oneEach: Numbering = {
  ...{ seq: 'a.last_seq + 1', version: 'a.version + 1' },
  ...{ last: 'numbered', lastOfAuthor: 'numbered' },
};

/** The same twice: for messages of which none has links, and for those of which a seventh parameter names some. */
function both(name: string, numbering: Numbering) {
  const linked = `, linked AS (
  ${insertReading('SELECT id FROM numbered WHERE id = ANY($7::uuid[])')}
)`;
  return {
    plain: { name, text: statement(numbering, '') },
    linked: { name: `${name}-linked`, text: statement(numbering, linked) },
  };
}

const storeInOrder = both('message-send-in-order', inOrder);
const storeOneEach = both('message-send-ordinary', oneEach);

/** A message before it has its numbers. */
type Unnumbered = Pick<Message, 'id' | 'conversationId' | 'authorId' | 'clientId' | 'body'>;

/** Threads that were sent to. A conversation is one for good or never. */
const threads = new Set<ConversationId>();
const MOST_THREADS = 10_000;

/** Remembers a thread, so that nobody tries the statement above for it. */
export function noteThread(id: ConversationId): void {
  if (threads.size >= MOST_THREADS) threads.clear();
  threads.add(id);
}

/** Whether a conversation is known to be a thread. */
export function isKnownThread(id: ConversationId): boolean {
  return threads.has(id);
}

/** Stores what of these messages is ordinary; gives what was stored, by id, as the rows are now. */
export async function storeOrdinaryMessages(messages: readonly Unnumbered[]): Promise<Map<string, Message>> {
  const linked = messages.filter(({ body }) => mayHaveLinks(body)).map(({ id }) => id);
  const conversationIds = [...new Set(messages.map(({ conversationId }) => conversationId))];
  const store = conversationIds.length === messages.length ? storeOneEach : storeInOrder;
  const { name, text } = linked.length > 0 ? store.linked : store.plain;
  const rows = await queryRows<StoredRow>(
    name,
    text,
    [
      messages.map(({ id }) => id),
      messages.map(({ conversationId }) => conversationId),
      messages.map(({ authorId }) => authorId),
      messages.map(({ clientId }) => clientId),
      messages.map(({ body }) => body),
      conversationIds,
      ...(linked.length > 0 ? [linked] : []),
    ],
    'send',
  );
  const given = new Map<string, Unnumbered>(messages.map((message) => [message.id, message]));
  const stored = new Map<string, Message>();
  for (const { id, seq, version, created_at: createdAt } of rows) {
    const message = given.get(id);
    if (message) stored.set(id, whole(message, seq, version, createdAt));
  }
  return stored;
}

/** The same as `toMessage` makes of its row. */
function whole(
  { id, conversationId, authorId, clientId, body }: Unnumbered,
  seq: number,
  version: number,
  createdAt: Date,
): Message {
  return {
    id,
    conversationId,
    seq,
    version,
    authorId,
    clientId,
    body,
    mentions: [],
    createdAt: createdAt.toISOString(),
    editedAt: null,
    deletedAt: null,
    notice: null,
    reactions: [],
    thread: null,
    inThread: null,
    pin: null,
    files: [],
    previews: [],
    poll: null,
  };
}
