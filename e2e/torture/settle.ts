import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { isPending } from '#state/nouns/reads.ts';
import type { LiveClient } from './live-client.ts';
import { heldSavedDifferences } from './mark-checker.ts';
import { readSaved, type StoredState } from './stored-state.ts';

/** What may take how long after the faults are over, in ms. */
const settleWithin = 60_000;

/** Waits until every client is connected, has nothing left to send, and has reached the database's versions. */
export async function settle(live: LiveClient[], session: pg.Client): Promise<number> {
  const started = Date.now();
  for (;;) {
    const { rows } = await session.query<Reached & { id: string }>(
      'SELECT id, version, pin_count AS "pinCount" FROM conversation',
    );
    const reached = new Map(rows.map(({ id, ...numbers }) => [id, numbers]));
    const saved = await readSaved(session);
    const late = live
      .map((client) => lateness(client, reached) ?? savedLateness(client, saved))
      .find((sentence) => sentence !== null);
    if (!late) return Date.now() - started;
    if (Date.now() - started > settleWithin)
      throw new Error(`${late} ${settleWithin / 1_000} s after the last fault.`);
    await delay(100);
  }
}

/** What the database has of a conversation. */
interface Reached {
  version: number;
  pinCount: number;
}

function savedLateness({ name, userId, state }: LiveClient, stored: StoredState['saved']): string | null {
  const { saved, timelines } = state();
  const [first] = heldSavedDifferences({ name, userId, saved, timelines }, stored);
  return first ?? null;
}

function lateness(
  { name, conversationIds, state }: LiveClient,
  reached: Map<string, Reached>,
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
    if (kind === 'thread' && joined && version !== reached.get(id)?.version)
      return `${name} knows version ${version} of ${reached.get(id)?.version} of the thread ${id}`;
  for (const id of conversationIds) {
    const version = timelines[id]?.version;
    const due = reached.get(id);
    if (version !== due?.version)
      return `${name} is at version ${version} of ${due?.version} in conversation ${id}`;
    const pinCount = conversations[id]?.pinCount;
    if (pinCount !== due?.pinCount)
      return `${name} knows ${pinCount} pins of ${due?.pinCount} in conversation ${id}`;
  }
  return null;
}
