import type { ConversationId, UserId } from '#contract/ids.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import { cacheLookups } from '#platform/metrics.ts';
import type { Actor } from './actor.ts';
import { type ConversationRow, selectJoined } from './conversation-rows.ts';
import { toMyConversation } from './my-conversation.ts';
import { unreadThread } from './rooms.ts';

// Conversations as their members were told of them, each with the state in which it was read. Whoever comes is first
// asked for the states of all they have joined by now, and only what is in another state is read again. As with pages
// (kept-pages.ts) nothing has to be announced to this memory: whatever is said of a conversation to a member changes its
// row, that of the membership, that of the parent, or the user's role. What is kept may be newer than its state, and is
// never older.

/** What is kept, of all users together and of one, in bytes. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_OF_ONE = 4 * 1024 * 1024;
/** Of one UTF-16 unit, and of one conversation beside its JSON. */
const UNIT_BYTES = 2;
const PIECE_BYTES = 400;

/** A conversation as one of its members has it, as JSON, and what is to be known of it beside. */
export interface JoinedText {
  id: ConversationId;
  json: string;
  isThread: boolean;
  /** Of a direct conversation. */
  memberIds: UserId[];
}

interface Kept {
  /** What all of it depends on. */
  state: string;
  pieces: Map<string, { state: string; text: JoinedText }>;
  bytes: number;
}

/** By user; whoever asked longest ago comes first. */
const kept = new Map<UserId, Kept>();
let keptBytes = 0;

/** A row of `selectJoined` as an answer tells it. */
export function toJoinedText(row: ConversationRow, actor: Actor): JoinedText {
  const conversation = toMyConversation(row, actor);
  return {
    id: row.id,
    json: JSON.stringify(conversation),
    isThread: row.parent_id !== null,
    memberIds: conversation.memberIds ?? [],
  };
}

/**
 * All conversations that the actor has joined, and of the threads they follow those with something unread, by id; null
 * when these are more than `most`.
 */
export async function readJoined(actor: Actor, most: number): Promise<JoinedText[] | null> {
  const { state, states } = await askStates(actor.userId);
  if (states.length > most) return null;
  const known = kept.get(actor.userId);
  const pieces: Kept['pieces'] = known?.state === state ? known.pieces : new Map();
  const changed = states.filter((one) => pieces.get(one.id)?.state !== one.state);
  cacheLookups.inc({ cache: 'joined', result: changed.length === 0 ? 'hit' : 'miss' });
  const read = changed.length === 0 ? new Map<string, JoinedText>() : await readPieces(actor, changed);
  const found = states.flatMap((one) => {
    const piece = pieces.get(one.id);
    const text = piece?.state === one.state ? piece.text : read.get(one.id);
    return text ? [{ state: one.state, text }] : [];
  });
  keep(actor.userId, state, found);
  return found.map(({ text }) => text);
}

async function readPieces(actor: Actor, wanted: State[]): Promise<Map<string, JoinedText>> {
  const rows = await queryRows<ConversationRow>('joined-conversations', selectPieces, [
    actor.userId,
    JSON.stringify(wanted.map(({ id }) => id)),
  ]);
  return new Map(rows.map((row) => [row.id, toJoinedText(row, actor)]));
}

/** A plan is kept for this: PostgreSQL does not know how many ids there are. */
const selectPieces = `${selectJoined}
WHERE c.id IN (SELECT wanted.id::uuid FROM json_array_elements_text($2::json) AS wanted(id))
  AND (mine.parent_id IS NULL OR above.user_id IS NOT NULL)`;

function keep(userId: UserId, state: string, found: { state: string; text: JoinedText }[]): void {
  drop(userId);
  const bytes = found.reduce((sum, { text }) => sum + PIECE_BYTES + UNIT_BYTES * text.json.length, 0);
  if (bytes > MOST_OF_ONE) return;
  kept.set(userId, { state, bytes, pieces: new Map(found.map((piece) => [piece.text.id, piece])) });
  keptBytes += bytes;
  for (const oldest of kept.keys()) {
    if (keptBytes <= MOST_BYTES) break;
    drop(oldest);
  }
}

function drop(userId: UserId): void {
  const known = kept.get(userId);
  if (!known) return;
  kept.delete(userId);
  keptBytes -= known.bytes;
}

interface State {
  id: string;
  state: string;
}

/** Users in one statement: each may have joined a thousand conversations. */
const AT_ONCE = 20;
/** States that are read of one user. */
const MOST_STATES = 1_001;

const askStates = inBatches(async (userIds: UserId[]) => {
  const rows = await queryRows<{ user_id: UserId; state: string; states: string | null }>(
    'joined-states',
    selectStates,
    [JSON.stringify([...new Set(userIds)])],
  );
  const byUser = new Map(rows.map((row) => [row.user_id, row]));
  return (userId) => {
    const { state = '', states = null } = byUser.get(userId) ?? {};
    const all = states === null ? [] : states.split(',');
    return { state, states: all.map((text): State => ({ id: text.slice(0, ID), state: text.slice(ID) })) };
  };
}, AT_ONCE);

const ID = 36;

/**
 * As with `state` of `readable.ts`: the epoch and the start of the database tell of numbers that are given out anew. A
 * change of a message that somebody wrote, or was mentioned in, changes the conversation's row.
 */
const selectStates = `
SELECT r.id::uuid AS user_id,
  concat_ws('.', w.epoch, pg_postmaster_start_time(),
    (SELECT u.role FROM "user" u WHERE u.id = r.id::uuid AND u.suspended_at IS NULL AND u.removed_at IS NULL)) AS state,
  (SELECT string_agg(j.id || concat_ws('.', j.one, j.version, j.own, j.parent, j.above), ',' ORDER BY j.id) FROM (
     SELECT c.id, c.xmin AS one, c.version, mine.xmin AS own, p.xmin AS parent, above.xmin AS above
     FROM member mine JOIN conversation c ON c.id = mine.conversation_id
     LEFT JOIN conversation p ON p.id = mine.parent_id
     LEFT JOIN member above ON above.conversation_id = mine.parent_id AND above.user_id = mine.user_id
     WHERE mine.user_id = r.id::uuid AND (mine.parent_id IS NULL OR (above.user_id IS NOT NULL AND ${unreadThread}))
     ORDER BY c.id LIMIT ${MOST_STATES}) AS j) AS states
FROM json_array_elements_text($1::json) AS r(id), workspace w`;
