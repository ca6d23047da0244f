import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Refusal } from '#contract/errors.ts';
import type { HookEventType } from '#contract/hooks.ts';
import {
  type ConversationId,
  conversationId,
  hookDeliveryId,
  type OutgoingHookId,
  outgoingHookId,
  sessionId,
  type UserId,
} from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Role } from '#contract/users.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';
import { defineJob, enqueue } from '#platform/jobs.ts';
import { OutboundFailure, sendOutbound } from '#platform/outbound.ts';
import { unseal } from '#platform/secrets.ts';
import type { Actor } from './actor.ts';
import { hookEnded } from './hook-mail.ts';
import { hookNetworks } from './hook-networks.ts';
import { type HookNews, type HookPosition, readNews } from './hook-news.ts';
import { signedHeaders } from './hook-signature.ts';
import { secretPurpose } from './outgoing-hooks.ts';
import { mayInWorkspace } from './workspace-permissions.ts';

// How hooks are told: for each of them and each of its conversations one thing after the other, and the next one only
// when the one before was taken. Where it is stands in its row, not in what waits: however long it fails, nothing grows,
// and whoever goes on where an instance died begins with what was not taken yet.

/** Milliseconds that a receiver has for an answer. */
const TIMEOUT = 10_000;
/** Bytes of an answer that are read. */
const READ = 4_096;
/** Milliseconds after which a job makes room for others; what is left is another's. */
const LONGEST = 60_000;
/** Seconds until what failed is tried again, doubled each time up to the second of them. */
const [FIRST_RETRY, LONGEST_RETRY] = [1, 3_600];
/** Days of failing after which a hook is told no more. */
const FAILING_DAYS = 3;

/** Tells one hook of one conversation, until there is nothing more or something fails. */
export const tellHook = defineJob('tell-hook', {
  data: z.object({ hookId: outgoingHookId, conversationId }),
  key: ({ hookId, conversationId: id }) => `${hookId}:${id}`,
  // What fails is tried again by the row, not by the job: only a database that is away, or an instance that died.
  retryLimit: 5,
  retryDelay: 1,
  heartbeat: 10,
  timeout: 120,
  concurrency: 4,
  poll: 1,
  async handler({ hookId, conversationId: id }, { signal }) {
    const end = performance.now() + LONGEST;
    while (performance.now() < end) {
      signal.throwIfAborted();
      const told = await readTold(hookId, id);
      if (!(told && (await tellSome(told, signal)))) return;
    }
  },
});

interface Told {
  id: OutgoingHookId;
  conversationId: ConversationId;
  conversation: {
    id: ConversationId;
    kind: string;
    name: string | null;
    /** Of a thread: what it hangs on. */
    parentId: ConversationId | null;
    rootSeq: number | null;
  };
  url: string;
  events: HookEventType[];
  secrets: Buffer[];
  owner: Actor;
  position: HookPosition;
  attempts: number;
}

interface ToldRow {
  user_id: UserId;
  role: Role;
  url: string;
  events: HookEventType[];
  secret: Buffer;
  previous_secret: Buffer | null;
  kind: string;
  name: string | null;
  parent_id: ConversationId | null;
  root_seq: number | null;
  version: number;
  event_number: number;
  seq: number;
  pending_seqs: number[];
  attempts: number;
}

/** A hook and where it is; null: it is not to be told now. */
async function readTold(id: OutgoingHookId, conversation: ConversationId): Promise<Told | null> {
  const row = await queryRow<ToldRow>(
    'hook-told',
    `SELECT h.user_id, u.role, h.url, h.events, h.secret, c.kind, c.name, c.parent_id, c.root_seq,
       CASE WHEN h.previous_until > now() THEN h.previous_secret END AS previous_secret,
       p.version, p.event_number, p.seq, p.pending_seqs, p.attempts
     FROM hook_position p JOIN outgoing_hook h ON h.id = p.hook_id JOIN "user" u ON u.id = h.user_id
     JOIN conversation c ON c.id = p.conversation_id
     WHERE p.hook_id = $1 AND p.conversation_id = $2 AND h.disabled_at IS NULL AND p.next_at <= now()`,
    [id, conversation],
  );
  if (!row) return null;
  const secrets = [row.secret, row.previous_secret].flatMap((sealed) =>
    sealed ? (unseal(secretPurpose, sealed) ?? []) : [],
  );
  return {
    ...{ id, conversationId: conversation, url: row.url, events: row.events, secrets },
    conversation: {
      ...{ id: conversation, kind: row.kind, name: row.name },
      ...{ parentId: row.parent_id, rootSeq: row.root_seq },
    },
    owner: { userId: row.user_id, role: row.role, sessionId: sessionId.parse(uuidv7()) },
    position: {
      ...{ version: row.version, eventNumber: row.event_number },
      ...{ seq: row.seq, pendingSeqs: row.pending_seqs },
    },
    attempts: row.attempts,
  };
}

/** Tells what is read at once; whether there may be more to tell now. */
async function tellSome(told: Told, signal: AbortSignal): Promise<boolean> {
  if (!mayInWorkspace({ role: told.owner.role }, 'manageBots')) {
    await transaction((query) => endHook(query, told.id, 'forbidden'));
    return false;
  }
  const news = await newsOf(told);
  let at: Told = told;
  let passed: HookPosition | null = null;
  for (const next of news) {
    if (!told.events.includes(next.type)) {
      passed = next.after;
      continue;
    }
    signal.throwIfAborted();
    const outcome = await deliver(at, next, signal);
    if (!(await record(at, next, outcome)) || outcome.reason !== '') return false;
    at = { ...at, position: next.after, attempts: 0 };
    passed = null;
  }
  if (passed && !(await transaction((query) => advance(query, at, passed)))) return false;
  return news.length > 0;
}

async function newsOf({ owner, conversationId: id, id: hookId, position }: Told): Promise<HookNews[]> {
  try {
    return await readNews(owner, id, position);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // They have left it, or it is gone: it is told of no more. Whoever is suspended may come back.
    const statement =
      error.code === 'not_found'
        ? `DELETE FROM hook_position p USING conversation c
           WHERE p.hook_id = $1 AND c.id = p.conversation_id AND $2 IN (c.id, c.parent_id)`
        : `UPDATE hook_position SET next_at = now() + interval '1 minute' WHERE hook_id = $1 AND conversation_id = $2`;
    await transaction((query) => query(statement, [hookId, id]));
    return [];
  }
}

interface Outcome {
  status: number | null;
  /** Empty: it was taken. */
  reason: string;
  answer: string;
  took: number;
  /** Seconds that the receiver asked to be left alone. */
  retryAfter: number;
}

async function deliver(told: Told, news: HookNews, signal: AbortSignal): Promise<Outcome> {
  const { key, type, at, data } = news;
  const body = JSON.stringify({ type, timestamp: at, data: { conversation: told.conversation, ...data } });
  const started = performance.now();
  const outcome = (more: Partial<Outcome>): Outcome => {
    const took = Math.round(performance.now() - started);
    return { status: null, reason: '', answer: '', retryAfter: 0, took, ...more };
  };
  if (told.secrets.length === 0) return outcome({ reason: 'secret' });
  try {
    const {
      status,
      headers,
      body: answer,
    } = await sendOutbound({
      url: told.url,
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...signedHeaders({ id: key, body, at: new Date() }, told.secrets),
      },
      body,
      timeout: TIMEOUT,
      mostBytes: READ,
      allowed: hookNetworks(),
      signal,
    });
    return outcome({
      status,
      reason: status >= 200 && status < 300 ? '' : 'status',
      answer: answer.toString('utf8').slice(0, limits.hookAnswer).toWellFormed().replaceAll('\0', ''),
      retryAfter: /^\d{1,5}$/.test(headers['retry-after'] ?? '') ? Number(headers['retry-after']) : 0,
    });
  } catch (error) {
    // Stopped meanwhile: nobody knows what became of it, and whoever goes on tells it again.
    signal.throwIfAborted();
    if (error instanceof OutboundFailure) return outcome({ reason: error.reason });
    throw error;
  }
}

/** Writes down what became of it, and where the hook is now. False: somebody else has moved it meanwhile. */
function record(told: Told, news: HookNews, outcome: Outcome): Promise<boolean> {
  return transaction(async (query) => {
    const isOurs =
      outcome.reason === '' ? await advance(query, told, news.after) : await fall(query, told, outcome);
    if (!isOurs) return false;
    const { version, eventNumber, seq } = told.position;
    await query(
      `INSERT INTO hook_delivery (id, hook_id, conversation_id, event_key, type, version, event_number, seq, attempt,
         status, reason, took, answer)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[hookDeliveryId.parse(uuidv7()), told.id, told.conversationId, news.key, news.type],
        ...[version, eventNumber, seq, told.attempts + 1],
        ...[outcome.status, outcome.reason, outcome.took, outcome.answer],
      ],
    );
    return true;
  });
}

/** SQL: that a position is where it was when it was read. */
const unmoved =
  'hook_id = $1 AND conversation_id = $2 AND version = $3 AND event_number = $4 AND attempts = $5';
const before = ({ id, conversationId: of, position, attempts }: Told) => [
  ...[id, of, position.version, position.eventNumber, attempts],
];

/** Where the hook is now. Whoever waits longest is asked for next: one busy conversation keeps no other back. */
async function advance(query: Query, told: Told, after: HookPosition): Promise<boolean> {
  const rows = await query(
    `UPDATE hook_position SET version = $6, event_number = $7, seq = $8, pending_seqs = $9, attempts = 0,
       failing_since = NULL, next_at = date_trunc('milliseconds', now()) WHERE ${unmoved} RETURNING 1`,
    [...before(told), after.version, after.eventNumber, after.seq, after.pendingSeqs],
  );
  return rows.length > 0;
}

async function fall(query: Query, told: Told, { status, retryAfter }: Outcome): Promise<boolean> {
  const wait = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(told.attempts, 20));
  const seconds = Math.min(LONGEST_RETRY, Math.max(wait * (0.8 + 0.4 * Math.random()), retryAfter));
  const [row] = await query<{ is_over: boolean }>(
    `UPDATE hook_position SET attempts = attempts + 1, failing_since = coalesce(failing_since, now()),
       next_at = now() + make_interval(secs => $6) WHERE ${unmoved}
     RETURNING failing_since < now() - make_interval(days => ${FAILING_DAYS}) AS is_over`,
    [...before(told), seconds],
  );
  if (!row) return false;
  if (status === 410) await endHook(query, told.id, 'gone');
  else if (row.is_over) await endHook(query, told.id, 'failing');
  return true;
}

/** Tells a hook no more, and its owner why. */
async function endHook(
  query: Query,
  id: OutgoingHookId,
  reason: 'failing' | 'gone' | 'forbidden',
): Promise<void> {
  const rows = await query(
    `UPDATE outgoing_hook SET disabled_at = now(), disabled_reason = $2
     WHERE id = $1 AND disabled_at IS NULL RETURNING 1`,
    [id, reason],
  );
  if (rows.length > 0) await enqueue(query, hookEnded, { hookId: id });
}
