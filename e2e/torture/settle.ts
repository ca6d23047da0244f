import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { isPending } from '#state/nouns/reads.ts';
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
  const { connection, outbox, changes, reads, timelines, conversations } = state();
  if (connection !== 'live') return `${name} is ${connection}`;
  const unsent = Object.values(outbox).flat().length;
  if (unsent > 0) return `${name} has ${unsent} messages left to send`;
  const waiting = Object.values(changes).flat().length;
  if (waiting > 0) return `${name} has ${waiting} changes left to make`;
  const moved = Object.keys(reads).find((id) => reads[id] && isPending(reads[id]));
  if (moved) return `${name} has a read position left to tell, in ${moved}`;
  for (const { id, kind, joined, version } of Object.values(conversations))
    if (kind === 'thread' && joined && version !== versions.get(id))
      return `${name} knows version ${version} of ${versions.get(id)} of the thread ${id}`;
  for (const id of conversationIds) {
    const version = timelines[id]?.version;
    if (version !== versions.get(id))
      return `${name} is at version ${version} of ${versions.get(id)} in conversation ${id}`;
  }
  return null;
}
