import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { LiveClient } from './live-client.ts';

/** What may take how long after the faults are over, in ms. */
const settleWithin = 60_000;

/** Waits until every client is connected, has nothing left to send, and has reached the database's versions. */
export async function settle(live: LiveClient[], session: pg.Client): Promise<number> {
  const started = Date.now();
  for (;;) {
    const { rows } = await session.query<{ id: string; version: number }>(
      'SELECT id, version FROM conversation',
    );
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    const late = live.map((client) => lateness(client, versions)).find((sentence) => sentence !== null);
    if (!late) return Date.now() - started;
    if (Date.now() - started > settleWithin)
      throw new Error(`${late} ${settleWithin / 1_000} s after the last fault.`);
    await delay(100);
  }
}

function lateness(
  { name, conversationIds, state }: LiveClient,
  versions: Map<string, number>,
): string | null {
  const { connection, outbox, timelines } = state();
  if (connection !== 'live') return `${name} is ${connection}`;
  const unsent = Object.values(outbox).flat().length;
  if (unsent > 0) return `${name} has ${unsent} messages left to send`;
  for (const id of conversationIds) {
    const version = timelines[id]?.version;
    if (version !== versions.get(id))
      return `${name} is at version ${version} of ${versions.get(id)} in conversation ${id}`;
  }
  return null;
}
