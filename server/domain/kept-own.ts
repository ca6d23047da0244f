import type { UserId } from '#contract/ids.ts';
import type { Sidebar } from '#contract/sidebar.ts';
import type { Me } from '#contract/users.ts';
import type { Workspace } from '#contract/workspace.ts';
import type { Actor } from './actor.ts';
import type { ArrivalStates } from './arrival-states.ts';
import { findSidebar } from './sidebar.ts';
import { findOwn, type MeRow, toMe } from './users.ts';
import { getWorkspace } from './workspace.ts';

// What somebody is told of themselves when they come, in the state in which it was read: as with conversations
// (kept-joined.ts) it is asked for each time whether the rows are still the same.

interface Own {
  me: MeRow;
  workspace: Workspace;
  sidebar: Sidebar | null;
}

/** Users of whom it is kept; a sidebar takes up to some 50 KB. */
const MOST = 500;

/** By user; whoever asked longest ago comes first. */
const kept = new Map<UserId, { state: string; own: Own }>();

/** All of it, as of these states or later. */
export async function readOwn(
  actor: Actor,
  { state, own }: ArrivalStates,
): Promise<{ me: Me; workspace: Workspace; sidebar: Sidebar | null }> {
  const whole = `${state} ${own}`;
  const known = kept.get(actor.userId);
  const found = known?.state === whole ? known.own : await read(actor);
  kept.delete(actor.userId);
  kept.set(actor.userId, { state: whole, own: found });
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST) break;
    kept.delete(oldest);
  }
  // A status or a silence ends by the clock: no row tells of that.
  return { ...found, me: toMe(found.me) };
}

async function read(actor: Actor): Promise<Own> {
  const [me, workspace, sidebar] = await Promise.all([
    findOwn(actor),
    getWorkspace(),
    findSidebar(actor, null),
  ]);
  return { me, workspace, sidebar };
}
