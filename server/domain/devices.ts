import Bowser from 'bowser';
import type { Device } from '#contract/accounts.ts';
import { Refusal } from '#contract/errors.ts';
import type { SessionId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { List } from '#contract/lists.ts';
import { queryRows, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { endSessionFrom, endSessionsOf } from './sessions.ts';

interface DeviceRow {
  id: SessionId;
  address: string;
  user_agent: string;
  created_at: Date;
  last_seen_at: Date;
}

/** The devices that the caller is signed in on, the one that was used last first: all of them, there are never many. */
export async function listDevices(actor: Actor): Promise<List<Device>> {
  const rows = await queryRows<DeviceRow>(
    'device-list',
    `SELECT id, address, user_agent, created_at, last_seen_at FROM session
     WHERE user_id = $1 AND expires_at > now() ORDER BY id = $2 DESC, last_seen_at DESC, id LIMIT $3`,
    [actor.userId, actor.sessionId, limits.sessions],
  );
  return {
    items: rows.map((row) => ({
      id: row.id,
      isCurrent: row.id === actor.sessionId,
      ...describeDevice(row.user_agent),
      address: row.address,
      createdAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
    })),
    nextCursor: null,
  };
}

/** UTF-16 units of a name that a device gives itself. */
const NAME = 40;

const kinds: Partial<Record<string, Device['kind']>> = {
  desktop: 'computer',
  mobile: 'phone',
  tablet: 'tablet',
};

/** What a User-Agent header says, in words. Sessions of before it was kept have none. */
export function describeDevice(userAgent: string): Pick<Device, 'browser' | 'system' | 'kind'> {
  if (userAgent === '') return { browser: '', system: '', kind: 'unknown' };
  const { browser, os, platform } = Bowser.parse(userAgent);
  return {
    browser: (browser.name ?? '').slice(0, NAME),
    system: (os.name ?? '').slice(0, NAME),
    kind: kinds[platform.type ?? ''] ?? 'unknown',
  };
}

/** Signs one of the caller's devices out, its open tabs too. Throws `not_found` for any other. */
export async function endDevice(actor: Actor, { id }: { id: SessionId }): Promise<null> {
  const announce = await transaction((query) => endSessionFrom(query, actor.userId, id));
  if (announce.count === 0) throw new Refusal('not_found', 'There is no such device.');
  announce();
  return null;
}

/** Signs all of the caller's other devices out. */
export async function endOtherDevices({ userId, sessionId }: Actor): Promise<{ ended: number }> {
  const announce = await transaction((query) =>
    endSessionsOf(query, userId, 'signed_out_elsewhere', sessionId),
  );
  announce();
  return { ended: announce.count };
}
