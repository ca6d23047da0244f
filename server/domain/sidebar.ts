import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '#contract/errors.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Sidebar, SidebarChange } from '#contract/sidebar.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows, transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { listJoinedParentIds } from './rooms.ts';
import { changedSince } from './sync-cursors.ts';

// Everybody's sidebar is their own: no permission is asked for but whose row it is.

type Layout = Omit<Sidebar, 'version'>;

interface SidebarRow {
  version: number;
  layout: Layout;
}

const untouched: Layout = { sections: [], starred: [] };

/** How the actor arranged their conversations. */
export async function getSidebar(actor: Actor): Promise<Sidebar> {
  const [found, joined] = await Promise.all([findSidebar(actor, null), listJoinedParentIds(actor)]);
  return withoutLeft(found ?? { version: 0, ...untouched }, joined);
}

/** The same as it is stored, since a transaction (null: always); null when it did not change since. */
export async function findSidebar({ userId }: Actor, since: number | null): Promise<Sidebar | null> {
  const row = await findRow({ userId, since });
  if (row) return { version: row.version, ...row.layout };
  return since === null ? { version: 0, ...untouched } : null;
}

/** Users in one statement: each may have arranged a thousand conversations. */
const AT_ONCE = 100;

const findRow = inBatches(async (asked: { userId: UserId; since: number | null }[]) => {
  const rows = await queryRows<SidebarRow & { position: number }>(
    'sidebar-get',
    `SELECT a.position::int, s.version, s.layout
     FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS a(user_id, since, position)
     JOIN sidebar s ON s.user_id = a.user_id WHERE ${changedSince('s', 'a.since')}`,
    [asked.map(({ userId }) => userId), asked.map(({ since }) => since)],
  );
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  return (_asked, index) => byPosition.get(index + 1) ?? null;
}, AT_ONCE);

/** What of it is in one of these conversations: nobody is told of what they have left. */
export function withoutLeft<Arranged extends Layout>(
  arranged: Arranged,
  joined: Iterable<ConversationId>,
): Arranged {
  const present = new Set(joined);
  const here = (ids: ConversationId[]) => ids.filter((id) => present.has(id));
  return {
    ...arranged,
    starred: here(arranged.starred),
    sections: arranged.sections.map((one) => ({ ...one, conversationIds: here(one.conversationIds) })),
  };
}

/**
 * Arranges the actor's conversations anew and announces that to all their devices. Conversations they are not in are
 * dropped. `conflict` when another device arranged something since `basedOn`; the same again is none, so that a call
 * whose answer was lost may be repeated.
 */
export async function setSidebar(actor: Actor, { basedOn, ...wanted }: SidebarChange): Promise<Sidebar> {
  const ids = [...wanted.starred, ...wanted.sections.flatMap(({ conversationIds }) => conversationIds)];
  const sidebar = await transaction(async (query) => {
    await query('INSERT INTO sidebar (user_id, version, layout) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING', [
      actor.userId,
      JSON.stringify(untouched),
    ]);
    const [known] = await query<SidebarRow>(
      'SELECT version, layout FROM sidebar WHERE user_id = $1 FOR UPDATE',
      [actor.userId],
    );
    if (!known) throw new Error('The sidebar was not stored');
    const joined = await query<{ conversation_id: ConversationId }>(
      `SELECT conversation_id FROM member
       WHERE user_id = $1 AND parent_id IS NULL AND conversation_id = ANY($2)`,
      [actor.userId, ids],
    );
    const layout = withoutLeft(
      wanted,
      joined.map((row) => row.conversation_id),
    );
    if (isDeepStrictEqual(layout, known.layout)) return { version: known.version, ...layout };
    if (basedOn !== known.version)
      throw new Refusal('conflict', 'The sidebar was arranged on another device meanwhile.');
    await query('UPDATE sidebar SET version = version + 1, layout = $2 WHERE user_id = $1', [
      actor.userId,
      JSON.stringify(layout),
    ]);
    return { version: known.version + 1, ...layout };
  });
  live().publish({ user: actor.userId }, 'sidebar', sidebar);
  return sidebar;
}
