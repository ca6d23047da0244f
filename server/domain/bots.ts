import { v7 as uuidv7 } from 'uuid';
import type { Bot, BotPatch, BotRotation, IssuedBot, NewBot } from '#contract/bots.ts';
import { Refusal } from '#contract/errors.ts';
import { type UserId, userId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { List, ListQuery } from '#contract/lists.ts';
import type { IssuedToken } from '#contract/tokens.ts';
import type { Role } from '#contract/users.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { containing, decodeCursor, listStart, pageOf } from './cursors.ts';
import { freeHandle, refuseTakenHandle, wantedHandle } from './handles.ts';
import { issueToken, removeTokens, type TokenRow, toToken } from './tokens.ts';
import { announceUser } from './user-events.ts';
import { toUser, type UserRow, userColumns } from './users.ts';
import {
  mayInWorkspace,
  mayLookAfter,
  refusedInWorkspace,
  requireInWorkspace,
} from './workspace-permissions.ts';

type BotRow = UserRow & { owner_id: UserId | null; token: TokenJson | null };

/** A row of `token` as JSON has it. */
type TokenJson = {
  [Column in keyof TokenRow]: TokenRow[Column] extends Date | null ? string | null : TokenRow[Column];
};

const selectBots = `SELECT ${userColumns}, b.owner_id, lower(u.name) AS sort,
    (SELECT to_jsonb(t) - 'token_hash' FROM token t WHERE t.user_id = u.id ORDER BY t.created_at DESC LIMIT 1) AS token
  FROM bot b JOIN "user" u ON u.id = b.user_id`;

function toBot(row: BotRow): Bot {
  return { user: toUser(row), ownerId: row.owner_id, token: row.token && toToken(fromJson(row.token)) };
}

function fromJson(token: TokenJson): TokenRow {
  const time = (text: string | null) => (text === null ? null : new Date(text));
  return {
    ...token,
    created_at: new Date(token.created_at ?? 0),
    expires_at: time(token.expires_at),
    last_used_at: time(token.last_used_at),
  };
}

/** Bots by name; `q` is a part of the name or handle. Those that were removed are not among them. */
export async function listBots(actor: Actor, { q, cursor, limit }: ListQuery): Promise<List<Bot>> {
  if (!mayInWorkspace({ role: actor.role, membersInvite: false }, 'manageBots'))
    throw refusedInWorkspace('manageBots');
  const [name, id] = decodeCursor(cursor) ?? listStart;
  const rows = await queryRows<BotRow & { sort: string }>(
    'bot-list',
    `${selectBots} WHERE u.removed_at IS NULL AND (u.name ILIKE $1 OR '@' || u.handle ILIKE $1)
       AND (lower(u.name), u.id) > ($2, $3)
     ORDER BY lower(u.name), u.id LIMIT $4`,
    [containing(q), name, id, limit + 1],
  );
  return pageOf(rows, limit, toBot, (row) => [row.sort, row.id]);
}

/**
 * Makes a bot: a user without an email address and a password, with a token. It is in no conversation. Refuses a taken
 * handle (`conflict`, at the field) and more bots than a workspace has room for (`conflict`).
 */
export async function createBot(actor: Actor, input: NewBot): Promise<IssuedBot> {
  const wanted = input.handle === undefined ? null : wantedHandle(input.handle);
  const id = userId.parse(uuidv7());
  const made = await transaction(async (query) => {
    // All handles are given out under this lock, and bots are counted.
    await query('SELECT 1 FROM workspace FOR UPDATE', []);
    await requireInWorkspace(query, actor, 'manageBots');
    const row = await insertBot(query, actor, id, { ...input, wanted });
    return { row, token: await issueToken(query, actor, id, input) };
  }).catch((error: unknown) => {
    throw refuseTakenHandle(error);
  });
  const user = toUser(made.row);
  announceUser(user);
  return { user, ownerId: actor.userId, token: made.token };
}

interface InsertedBot {
  name: string;
  role: Role;
  /** Null: the name gives a handle. */
  wanted: ReturnType<typeof wantedHandle> | null;
}

/** Stores a bot, inside a transaction that holds the workspace's row and in which that was allowed. */
export async function insertBot(
  query: Query,
  actor: Actor,
  id: UserId,
  { name, role, wanted }: InsertedBot,
): Promise<UserRow> {
  const [bots] = await query<{ count: number }>(
    `SELECT count(*)::int AS count FROM bot b JOIN "user" u ON u.id = b.user_id WHERE u.removed_at IS NULL`,
    [],
  );
  if ((bots?.count ?? 0) >= limits.bots)
    throw new Refusal('conflict', `There are ${limits.bots} bots: remove one first.`);
  const chosen = wanted ?? (await freeHandle(query, name));
  const [row] = await query<UserRow>(
    `INSERT INTO "user" AS u (id, name, handle, handle_skeleton, kind, role) VALUES ($1, $2, $3, $4, 'bot', $5)
     RETURNING ${userColumns}`,
    [id, name, chosen.handle, chosen.skeleton, role],
  );
  if (!row) throw new Error('The bot was not stored');
  await query('INSERT INTO bot (user_id, owner_id) VALUES ($1, $2)', [id, actor.userId]);
  await recordAudit(query, actor, 'bot.created', target(row), { role });
  return row;
}

/** Changes a bot's name, handle or both. */
export async function updateBot(actor: Actor, { id, name, handle }: BotPatch): Promise<Bot> {
  const wanted = handle === undefined ? null : wantedHandle(handle);
  await transaction(async (query) => {
    await query('SELECT 1 FROM workspace FOR UPDATE', []);
    await lockBot(query, actor, id);
    const [row] = await query<UserRow>(
      `UPDATE "user" AS u SET name = coalesce($2, name), handle = coalesce($3, handle),
         handle_skeleton = coalesce($4, handle_skeleton)
       WHERE id = $1 RETURNING ${userColumns}`,
      [id, name ?? null, wanted?.handle ?? null, wanted?.skeleton ?? null],
    );
    if (row) await recordAudit(query, actor, 'bot.changed', target(row), { handle: row.handle });
  }).catch((error: unknown) => {
    throw refuseTakenHandle(error);
  });
  const row = await queryRow<BotRow>('bot-get', `${selectBots} WHERE u.id = $1`, [id]);
  if (!row) throw noBot();
  const changed = toBot(row);
  announceUser(changed.user);
  return changed;
}

/** Gives a bot another token, and revokes the one that it had at once. */
export async function rotateBotToken(actor: Actor, { id, ...terms }: BotRotation): Promise<IssuedToken> {
  const { token, close } = await transaction(async (query) => {
    const { name } = await lockBot(query, actor, id);
    const close = await removeTokens(query, actor, id);
    return { token: await issueToken(query, actor, id, { ...terms, name }), close };
  });
  close?.();
  return token;
}

/** Locks a bot for whoever may look after bots at that moment. Throws `forbidden`, and `not_found` for a person. */
async function lockBot(query: Query, actor: Actor, id: UserId): Promise<{ name: string }> {
  // In the order of ids, as whoever looks after people locks them.
  await query('SELECT 1 FROM "user" WHERE id = ANY($1) ORDER BY id FOR UPDATE', [[actor.userId, id]]);
  const { role } = await requireInWorkspace(query, actor, 'manageBots');
  const [bot] = await query<{ name: string; role: Role }>(
    `SELECT name, role FROM "user" WHERE id = $1 AND kind = 'bot' AND removed_at IS NULL`,
    [id],
  );
  if (!bot) throw noBot();
  // Its token stands for it: nobody makes one for somebody above them.
  if (!mayLookAfter(role, bot.role)) throw new Refusal('forbidden', 'Only an owner looks after this bot.');
  return bot;
}

function noBot(): Refusal {
  return new Refusal('not_found', 'There is no such bot.');
}

function target({ id, name }: UserRow) {
  return { kind: 'user', id, name } as const;
}
