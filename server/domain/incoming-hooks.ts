import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#contract/errors.ts';
import type { IncomingHook, IssuedIncomingHook, NewIncomingHook } from '#contract/hooks.ts';
import { type ConversationId, clientId, sessionId, type UserId, userId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import type { Role } from '#contract/users.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { announceJoined } from './announce.ts';
import { recordAudit } from './audit.ts';
import { insertBot } from './bots.ts';
import { refuseTakenHandle } from './handles.ts';
import { readConversation } from './in-conversation.ts';
import { insertMembers } from './member-rows.ts';
import { sendMessage } from './messages.ts';
import { refuseOthers } from './outgoing-hooks.ts';
import { removeUser } from './people.ts';
import { requirePermission } from './permissions.ts';
import { hashOf, isTokenText, makeToken } from './token-text.ts';
import { announceUser } from './user-events.ts';
import { toUser, type UserRow, userColumns } from './users.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

// Addresses that other programs post to. Each has a bot, which is in one channel and writes there what comes; so what it
// may do is what any bot may, and whoever takes it out of the channel or removes it ends the hook.

/** The use of a hook is written down again at most this often, in seconds. */
const TOUCH_SECONDS = 60;

type HookRow = UserRow & {
  conversation_id: ConversationId;
  conversation_name: string | null;
  owner_id: UserId | null;
  made_at: Date;
  last_used_at: Date | null;
};

const selectHooks = `SELECT ${userColumns}, h.conversation_id, c.name AS conversation_name, b.owner_id,
    h.created_at AS made_at, h.last_used_at
  FROM incoming_hook h JOIN "user" u ON u.id = h.user_id JOIN bot b ON b.user_id = h.user_id
  JOIN conversation c ON c.id = h.conversation_id AND c.closed_at IS NULL`;

function toHook(row: HookRow): IncomingHook {
  return {
    user: toUser(row),
    conversationId: row.conversation_id,
    conversationName: row.conversation_name ?? '',
    ownerId: row.owner_id,
    createdAt: row.made_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}

/** All incoming webhooks, by name: no more than there may be bots. */
export async function listIncomingHooks(actor: Actor): Promise<List<IncomingHook>> {
  refuseOthers(actor);
  const rows = await queryRows<HookRow>(
    'incoming-hook-list',
    `${selectHooks} ORDER BY lower(u.name), u.id`,
    [],
  );
  return { items: rows.map(toHook), nextCursor: null };
}

/**
 * Makes a hook for a channel that the actor may add a bot to. Throws `not_found` for one that they do not see, `forbidden`,
 * and `conflict` for more bots than there may be.
 */
export async function createIncomingHook(actor: Actor, input: NewIncomingHook): Promise<IssuedIncomingHook> {
  refuseOthers(actor);
  const id = userId.parse(uuidv7());
  const secret = makeToken();
  await transaction(async (query) => {
    // In the order in which newcomers take them: handles, the conversation, then users.
    await query('SELECT 1 FROM workspace FOR UPDATE', []);
    await query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [input.conversationId]);
    await requireInWorkspace(query, actor, 'manageBots');
    const conversation = await readConversation(query, input.conversationId, actor.userId);
    requirePermission(actor, 'addMember', { conversation });
    await insertBot(query, actor, id, { name: input.name, role: 'member', wanted: null });
    await insertMembers(query, input.conversationId, [id]);
    await query('INSERT INTO incoming_hook (user_id, conversation_id, token_hash) VALUES ($1, $2, $3)', [
      ...[id, input.conversationId, hashOf(secret)],
    ]);
    await recordAudit(query, actor, 'hook.created', target(id, input.name), {
      channel: conversation.name ?? '',
    });
  }).catch((error: unknown) => {
    throw refuseTakenHandle(error);
  });
  const hook = await readHook(id);
  announceUser(hook.user);
  announceJoined([id], input.conversationId);
  return { ...hook, path: pathOf(secret) };
}

/** Gives a hook another address; the one before is dead at once. */
export async function rotateIncomingHook(actor: Actor, { id }: { id: UserId }): Promise<IssuedIncomingHook> {
  const secret = makeToken();
  await transaction(async (query) => {
    await requireInWorkspace(query, actor, 'manageBots');
    const name = await lockHook(query, id);
    await query('UPDATE incoming_hook SET token_hash = $2 WHERE user_id = $1', [id, hashOf(secret)]);
    await recordAudit(query, actor, 'hook.secret', target(id, name));
  });
  return { ...(await readHook(id)), path: pathOf(secret) };
}

/** Removes a hook and its bot. What it wrote stays under its name. */
export async function removeIncomingHook(actor: Actor, { id }: { id: UserId }): Promise<null> {
  await transaction(async (query) => {
    await requireInWorkspace(query, actor, 'manageBots');
    await recordAudit(query, actor, 'hook.removed', target(id, await lockHook(query, id)));
  });
  // With the bot goes what is its own: the address too.
  await removeUser(actor, { id, messages: 'keep' });
  return null;
}

async function lockHook(query: Query, id: UserId): Promise<string> {
  const [row] = await query<{ name: string }>(
    `SELECT u.name FROM incoming_hook h JOIN "user" u ON u.id = h.user_id
     WHERE h.user_id = $1 AND u.removed_at IS NULL FOR UPDATE OF h`,
    [id],
  );
  if (!row) throw noHook();
  return row.name;
}

async function readHook(id: UserId): Promise<IncomingHook> {
  const row = await queryRow<HookRow>('incoming-hook-get', `${selectHooks} WHERE h.user_id = $1`, [id]);
  if (!row) throw noHook();
  return toHook(row);
}

function noHook(): Refusal {
  return new Refusal('not_found', 'There is no such webhook.');
}

const target = (id: string, name: string) => ({ kind: 'hook', id, name }) as const;
const pathOf = (secret: string) => `/hooks/${secret}`;

/** A hook that somebody posts to. */
export interface PostedHook {
  id: UserId;
  conversationId: ConversationId;
  role: Role;
}

/** The hook at an address that ends so; null: there is none. */
export async function findIncomingHook(secret: string): Promise<PostedHook | null> {
  if (!isTokenText(secret)) return null;
  const row = await queryRow<{ id: UserId; conversation_id: ConversationId; role: Role; stale: boolean }>(
    'incoming-hook-find',
    `SELECT h.user_id AS id, h.conversation_id, u.role,
       coalesce(h.last_used_at < now() - make_interval(secs => $2), true) AS stale
     FROM incoming_hook h JOIN "user" u ON u.id = h.user_id
     WHERE h.token_hash = $1 AND u.suspended_at IS NULL AND u.removed_at IS NULL`,
    [hashOf(secret), TOUCH_SECONDS],
  );
  if (!row) return null;
  if (row.stale)
    await queryRow(
      'incoming-hook-touch',
      'UPDATE incoming_hook SET last_used_at = now() WHERE user_id = $1',
      [row.id],
    );
  return { id: row.id, conversationId: row.conversation_id, role: row.role };
}

/** Sends what was posted, as the hook's bot. Throws as `sendMessage` does. */
export async function postByHook(hook: PostedHook, body: string): Promise<void> {
  // A session of its own that nobody is signed in by.
  const actor: Actor = { userId: hook.id, role: hook.role, sessionId: sessionId.parse(uuidv7()) };
  const id = clientId.parse(uuidv7());
  await sendMessage(actor, { conversationId: hook.conversationId, clientId: id, body });
}
