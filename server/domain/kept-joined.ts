import type { UserId } from '#contract/ids.ts';
import { queryRows } from '#platform/database.ts';
import { cacheLookups } from '#platform/metrics.ts';
import type { Actor } from './actor.ts';
import { bytesOf } from './answer-text.ts';
import { type ArrivalStates, type ConversationState, toStates } from './arrival-states.ts';
import { type ConversationRow, selectJoinedAmong } from './conversation-rows.ts';
import { type JoinedList, type JoinedText, joinedListOf, toJoinedText } from './joined-texts.ts';

// Conversations as their members were told of them, each with the state in which it was read. Whoever comes is first
// asked for the states of all they have joined by now, and only what is in another state is read again. As with pages
// (kept-pages.ts) nothing has to be announced to this memory: whatever is said of a conversation to a member changes its
// row, that of the membership, that of the parent, or the user's role. What is kept may be newer than its state, and is
// never older.

/** What is kept, of all users together and of one, in bytes. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_OF_ONE = 4 * 1024 * 1024;
/** Of one conversation beside its JSON. */
const PIECE_BYTES = 600;

interface Kept {
  /** What all of it depends on, and each conversation. */
  state: string;
  states: string;
  byId: Map<string, { state: string; text: JoinedText }>;
  list: JoinedList;
  bytes: number;
}

/** By user; whoever asked longest ago comes first. */
const kept = new Map<UserId, Kept>();
let keptBytes = 0;

/**
 * All conversations that the actor has joined, and of the threads they follow those with something unread, by id, as of
 * these states or later; null when they are more than `most`.
 */
export async function readJoined(
  actor: Actor,
  { state, joined: states }: ArrivalStates,
  most: number,
): Promise<JoinedList | null> {
  const known = kept.get(actor.userId);
  if (known?.state === state && known.states === states) {
    kept.delete(actor.userId);
    kept.set(actor.userId, known);
    cacheLookups.inc({ cache: 'joined', result: 'hit' });
    return known.list;
  }
  const all = toStates(states);
  if (all.length > most) return null;
  const pieces: Kept['byId'] = known?.state === state ? known.byId : new Map();
  const changed = all.filter((one) => pieces.get(one.id)?.state !== one.state);
  cacheLookups.inc({ cache: 'joined', result: 'miss' });
  const read = changed.length === 0 ? new Map<string, JoinedText>() : await readPieces(actor, changed);
  const found = all.flatMap((one) => {
    const piece = pieces.get(one.id);
    const text = piece?.state === one.state ? piece.text : read.get(one.id);
    return text ? [{ state: one.state, text }] : [];
  });
  const list = joinedListOf(found.map(({ text }) => text));
  const byId: Kept['byId'] = new Map(
    list.texts.map((text, index) => [text.id, { state: found[index]?.state ?? '', text }]),
  );
  const bytes = bytesOf(list.written) + PIECE_BYTES * list.texts.length;
  keep(actor.userId, { state, states, byId, list, bytes });
  return list;
}

async function readPieces(actor: Actor, wanted: ConversationState[]): Promise<Map<string, JoinedText>> {
  const rows = await queryRows<ConversationRow>('joined-conversations', selectPieces, [
    actor.userId,
    JSON.stringify(wanted.map(({ id }) => id)),
  ]);
  return new Map(rows.map((row) => [row.id, toJoinedText(row, actor)]));
}

/** A plan is kept for this: PostgreSQL does not know how many ids there are. */
const selectPieces = `${selectJoinedAmong} WHERE mine.parent_id IS NULL OR above.user_id IS NOT NULL`;

function keep(userId: UserId, one: Kept): void {
  drop(userId);
  if (one.bytes > MOST_OF_ONE) return;
  kept.set(userId, one);
  keptBytes += one.bytes;
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
