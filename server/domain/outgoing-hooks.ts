import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { Refusal, refuseField } from '#contract/errors.ts';
import type {
  HookEventType,
  IssuedOutgoingHook,
  NewOutgoingHook,
  OutgoingHook,
  OutgoingHookPatch,
} from '#contract/hooks.ts';
import { hookEnd } from '#contract/hooks.ts';
import { type ConversationId, type OutgoingHookId, outgoingHookId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { List } from '#contract/lists.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import { isReachableHost } from '#platform/outbound-addresses.ts';
import { seal } from '#platform/secrets.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { hookNetworks } from './hook-networks.ts';
import { lastEvent, tellNoThreads, tellThreads } from './hook-threads.ts';
import { readConversation } from './in-conversation.ts';
import { requirePermission } from './permissions.ts';
import { mayInWorkspace, refusedInWorkspace, requireInWorkspace } from './workspace-permissions.ts';

// Addresses that are told what happens in some conversations of their owner: who they are, and of what. How they are told
// is in hook-telling.ts. Only the owner changes where it goes: it is told what the owner sees, and nobody else may.

/** Hours for which deliveries are signed with the secret before the last one, too. */
const OLD_SECRET_HOURS = 24;
/** What secrets are encrypted for. */
export const secretPurpose = 'webhook';

interface HookRow {
  id: OutgoingHookId;
  user_id: UserId;
  name: string;
  url: string;
  events: HookEventType[];
  threads: boolean;
  created_at: Date;
  disabled_reason: string | null;
  conversation_ids: ConversationId[];
  failing_since: Date | null;
}

const selectHooks = `SELECT h.id, h.user_id, h.name, h.url, h.events, h.threads, h.created_at, h.disabled_reason,
    ARRAY(SELECT p.conversation_id::text FROM hook_position p JOIN conversation c ON c.id = p.conversation_id
      WHERE p.hook_id = h.id AND c.parent_id IS NULL ORDER BY p.conversation_id) AS conversation_ids,
    (SELECT min(p.failing_since) FROM hook_position p WHERE p.hook_id = h.id) AS failing_since
  FROM outgoing_hook h`;

function toHook(row: HookRow, actor: Actor): OutgoingHook {
  return {
    id: row.id,
    ownerId: row.user_id,
    name: row.name,
    url: row.url,
    events: row.events,
    threads: row.threads,
    conversationIds: row.user_id === actor.userId ? row.conversation_ids : null,
    createdAt: row.created_at.toISOString(),
    ended: row.disabled_reason === null ? null : hookEnd.parse(row.disabled_reason),
    failingSince: row.failing_since?.toISOString() ?? null,
  };
}

/** All outgoing webhooks, by name. What others' are told of is not said. */
export async function listOutgoingHooks(actor: Actor): Promise<List<OutgoingHook>> {
  refuseOthers(actor);
  const rows = await queryRows<HookRow>(
    'outgoing-hook-list',
    `${selectHooks} ORDER BY lower(h.name), h.id`,
    [],
  );
  return { items: rows.map((row) => toHook(row, actor)), nextCursor: null };
}

/**
 * Makes a hook, which is told what happens from now on. Throws `not_found` for a conversation that the actor does not see,
 * `invalid` for a private address, and `conflict` when there are as many as there may be.
 */
export async function createOutgoingHook(actor: Actor, input: NewOutgoingHook): Promise<IssuedOutgoingHook> {
  refuseOthers(actor);
  refusePrivate(input.url);
  const id = outgoingHookId.parse(uuidv7());
  const secret = randomBytes(32);
  await transaction(async (query) => {
    await query('SELECT 1 FROM workspace FOR UPDATE', []);
    await requireConversations(query, actor, input.conversationIds);
    await requireInWorkspace(query, actor, 'manageBots');
    const [hooks] = await query<{ count: number }>('SELECT count(*)::int AS count FROM outgoing_hook', []);
    if ((hooks?.count ?? 0) >= limits.outgoingHooks)
      throw new Refusal('conflict', `There are ${limits.outgoingHooks} outgoing webhooks: remove one first.`);
    await query(
      'INSERT INTO outgoing_hook (id, user_id, name, url, events, threads, secret) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [
        ...[id, actor.userId, input.name, input.url, input.events, input.threads ?? false],
        seal(secretPurpose, secret),
      ],
    );
    await insertPositions(query, id, input.conversationIds);
    await recordAudit(query, actor, 'hook.created', target(id, input.name), { url: input.url });
  });
  return { ...(await readHook(actor, id)), secret: shown(secret) };
}

/** Refuses whoever does not look after bots: they are told that, whatever they ask about. Inside transactions it is asked again. */
export function refuseOthers({ role }: Actor): void {
  if (!mayInWorkspace({ role }, 'manageBots')) throw refusedInWorkspace('manageBots');
}

/** Changes a hook of one's own. What of it is disabled or enabled stays where it was: nothing is lost by it. */
export async function updateOutgoingHook(
  actor: Actor,
  { id, name, url, events, threads, conversationIds, enabled }: OutgoingHookPatch,
): Promise<OutgoingHook> {
  if (url !== undefined) refusePrivate(url);
  await transaction(async (query) => {
    const told = await lockTold(query, actor, id);
    await requireConversations(query, actor, conversationIds ?? [], threads ? told : []);
    const before = await lockOwn(query, actor, id);
    await query(
      `UPDATE outgoing_hook SET name = coalesce($2, name), url = coalesce($3, url), events = coalesce($4, events),
         disabled_at = CASE WHEN $5 THEN NULL WHEN NOT $5 THEN coalesce(disabled_at, now()) ELSE disabled_at END,
         disabled_reason = CASE WHEN $5 THEN NULL WHEN NOT $5 THEN coalesce(disabled_reason, 'owner') ELSE disabled_reason END,
         threads = coalesce($6, threads)
       WHERE id = $1`,
      [id, name ?? null, url ?? null, events ?? null, enabled ?? null, threads ?? null],
    );
    await changeTold(query, id, { threads, conversationIds });
    // Whatever was wrong may be mended: it is tried at once.
    await query(
      'UPDATE hook_position SET attempts = 0, failing_since = NULL, next_at = now() WHERE hook_id = $1',
      [id],
    );
    await recordAudit(query, actor, 'hook.changed', target(id, before.name), {
      url: url ?? before.url,
      ...(enabled === undefined ? {} : { enabled }),
    });
  });
  return readHook(actor, id);
}

/** Changes what a hook is told of, in the transaction that holds the conversations' locks. */
async function changeTold(
  query: Query,
  id: OutgoingHookId,
  { threads, conversationIds }: Pick<OutgoingHookPatch, 'threads' | 'conversationIds'>,
): Promise<void> {
  // Those of threads are made under these locks: whatever is there is seen after that.
  await query('SELECT 1 FROM hook_position WHERE hook_id = $1 ORDER BY conversation_id FOR UPDATE', [id]);
  if (conversationIds) {
    await query(
      `DELETE FROM hook_position p USING conversation c
       WHERE p.hook_id = $1 AND c.id = p.conversation_id AND coalesce(c.parent_id, c.id) <> ALL($2)`,
      [id, conversationIds],
    );
    await insertPositions(query, id, conversationIds);
  }
  if (threads !== undefined) await (threads ? tellThreads : tellNoThreads)(query, id);
}

/** Gives a hook of one's own another secret. For a day deliveries are signed with the one before, too. */
export async function rotateOutgoingHook(
  actor: Actor,
  { id }: { id: OutgoingHookId },
): Promise<IssuedOutgoingHook> {
  const secret = randomBytes(32);
  await transaction(async (query) => {
    const { name } = await lockOwn(query, actor, id);
    await query(
      `UPDATE outgoing_hook SET previous_secret = secret, previous_until = now() + make_interval(hours => $3), secret = $2
       WHERE id = $1`,
      [id, seal(secretPurpose, secret), OLD_SECRET_HOURS],
    );
    await recordAudit(query, actor, 'hook.secret', target(id, name));
  });
  return { ...(await readHook(actor, id)), secret: shown(secret) };
}

/** Removes a hook, whoever's it is. */
export async function removeOutgoingHook(actor: Actor, { id }: { id: OutgoingHookId }): Promise<null> {
  await transaction(async (query) => {
    await requireInWorkspace(query, actor, 'manageBots');
    const [row] = await query<{ name: string }>('DELETE FROM outgoing_hook WHERE id = $1 RETURNING name', [
      id,
    ]);
    if (!row) throw noHook();
    await recordAudit(query, actor, 'hook.removed', target(id, row.name));
  });
  return null;
}

/** Locks a hook of the actor, who may have one at that moment. Throws `not_found`, and `forbidden` for somebody else's. */
export async function lockOwn(
  query: Query,
  actor: Actor,
  id: OutgoingHookId,
): Promise<Pick<HookRow, 'name' | 'url'>> {
  await requireInWorkspace(query, actor, 'manageBots');
  const [row] = await query<Pick<HookRow, 'name' | 'url' | 'user_id'>>(
    'SELECT name, url, user_id FROM outgoing_hook WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  if (!row) throw noHook();
  if (row.user_id !== actor.userId)
    throw new Refusal('forbidden', 'Only its owner does this: it is told what they see.');
  return row;
}

/** A hook as it is now. Throws `not_found`. */
export async function readHook(actor: Actor, id: OutgoingHookId): Promise<OutgoingHook> {
  const row = await queryRow<HookRow>('outgoing-hook-get', `${selectHooks} WHERE h.id = $1`, [id]);
  if (!row) throw noHook();
  return toHook(row, actor);
}

/** The conversations that a hook of the actor is told of; it is locked, so no others join them meanwhile. */
async function lockTold(query: Query, actor: Actor, id: OutgoingHookId): Promise<ConversationId[]> {
  await query('SELECT 1 FROM outgoing_hook WHERE id = $1 AND user_id = $2 FOR NO KEY UPDATE', [
    id,
    actor.userId,
  ]);
  const rows = await query<{ id: ConversationId }>(
    `SELECT c.id FROM hook_position p JOIN conversation c ON c.id = p.conversation_id
     WHERE p.hook_id = $1 AND c.parent_id IS NULL`,
    [id],
  );
  return rows.map((row) => row.id);
}

/**
 * Locks conversations in the order of their ids, as everybody does, and asks whether the actor sees all of the first of
 * them; of `others` that is asked when they are told.
 */
async function requireConversations(
  query: Query,
  actor: Actor,
  ids: ConversationId[],
  others: ConversationId[] = [],
): Promise<void> {
  await query('SELECT 1 FROM conversation WHERE id = ANY($1) ORDER BY id FOR UPDATE', [[...ids, ...others]]);
  for (const id of ids)
    requirePermission(actor, 'read', { conversation: await readConversation(query, id, actor.userId) });
}

/** A conversation that is new to a hook begins with what comes next: its lock is held. */
async function insertPositions(query: Query, id: OutgoingHookId, ids: ConversationId[]): Promise<void> {
  await query(
    `INSERT INTO hook_position (hook_id, conversation_id, version, seq, event_number, threads_since, threads_version)
     SELECT $1, c.id, c.version, c.last_seq, ${lastEvent('c.id')},
       (SELECT clock_timestamp() FROM outgoing_hook h WHERE h.id = $1 AND h.threads), c.version
     FROM conversation c WHERE c.id = ANY($2) ON CONFLICT DO NOTHING`,
    [id, ids],
  );
}

/** An address that stands there as such; of a name it is looked up when it is told. */
function refusePrivate(url: string): void {
  if (!isReachableHost(new URL(url).hostname, hookNetworks()))
    throw refuseField('url', 'Webhooks reach public addresses, and those that OUTBOUND_ALLOW allows');
}

/** As Standard Webhooks writes a secret. */
function shown(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}

export function noHook(): Refusal {
  return new Refusal('not_found', 'There is no such webhook.');
}

export const target = (id: string, name: string) => ({ kind: 'hook', id, name }) as const;
