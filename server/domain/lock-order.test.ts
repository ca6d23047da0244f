import type pg from 'pg';
import { expect, test } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import type { Actor } from './actor.ts';
import { updateManagedChannel } from './managed-channels.ts';
import { createOutgoingHook, updateOutgoingHook } from './outgoing-hooks.ts';
import { storeChannels, storePeople, storeRole } from './test-people.ts';
import { openTestStore } from './test-store.ts';

// Everybody takes locks in one order: the workspace, a webhook, conversations by their ids, people. Whoever takes them
// the other way round ends as a deadlock, of which the database tells one of two that it cannot go on.

const { sql } = await openTestStore(4);

async function storeOwner(): Promise<{ owner: Actor; channel: ConversationId }> {
  const [person] = await storePeople(sql, 1);
  if (!person) throw new Error('Nobody is there');
  const owner = await storeRole(sql, person, 'owner');
  const [channel] = await storeChannels(sql, 1, [owner]);
  if (!channel) throw new Error('There is no channel');
  return { owner, channel };
}

/** Runs `work` while somebody holds a row, and asks them something when it waits for that; gives what they were told. */
async function askedWhile<Told>(
  held: string,
  work: () => Promise<unknown>,
  ask: (holder: pg.PoolClient) => Promise<Told>,
): Promise<Told> {
  const holder = await sql.connect();
  try {
    await holder.query('BEGIN');
    await holder.query(`SELECT 1 FROM ${held} FOR UPDATE`);
    const working = work();
    while (!(await isSomebodyWaiting())) await sql.query('SELECT pg_sleep(0.01)');
    const told = await ask(holder);
    await holder.query('ROLLBACK');
    await working;
    return told;
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
  }
}

async function isSomebodyWaiting(): Promise<boolean> {
  const { rows } = await sql.query(
    `SELECT 1 FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'parley' AND wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}

test('a channel that newcomers are to join waits for the workspace before it is locked', async () => {
  const { owner, channel } = await storeOwner();
  const found = await askedWhile(
    'workspace',
    () => updateManagedChannel(owner, { conversationId: channel, isDefault: true }),
    (holder) => holder.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE NOWAIT', [channel]),
  );
  expect(found.rowCount).toBe(1);
});

test.each([true, false])('a webhook is locked before what it is told of (threads: %s)', async (threads) => {
  const { owner, channel } = await storeOwner();
  const { id } = await createOutgoingHook(owner, {
    ...{ name: 'Board', url: 'https://board.example/', events: ['message.created'] },
    conversationIds: [channel],
  });
  const found = await askedWhile(
    `conversation WHERE id = '${channel}'`,
    () => updateOutgoingHook(owner, { id, threads, conversationIds: [channel] }),
    async (holder) => {
      // A thread that it is told of refers to it, which waits for nobody.
      await holder.query('SELECT 1 FROM outgoing_hook WHERE id = $1 FOR KEY SHARE NOWAIT', [id]);
      return holder.query('SELECT 1 FROM outgoing_hook WHERE id = $1 FOR UPDATE SKIP LOCKED', [id]);
    },
  );
  expect(found.rowCount).toBe(0);
});
