import type pg from 'pg';
import { pino } from 'pino';
import { afterAll, vi } from 'vitest';
import { attachDelivery } from '#platform/events.ts';
import { addMember, removeMember } from './members.ts';
import { deleteMessage } from './message-deletion.ts';
import { sendMessage } from './messages.ts';
import { addReaction, removeReaction } from './reactions.ts';
import { sendsSettled } from './send-queue.ts';
import { openTestStore } from './test-store.ts';
import { openThread } from './threads.ts';

const own = {
  ...{ sendMessage, openThread, deleteMessage },
  ...{ addMember, removeMember, addReaction, removeReaction },
};
type Instance = typeof own;

/**
 * Two instances in one process, on one database: the modules are loaded twice, each copy with its own queue and pool.
 * The first is the one that a test imports.
 */
export async function openTwoInstances(): Promise<{ sql: pg.Pool; first: Instance; second: Instance }> {
  const { url, sql } = await openTestStore(6);
  vi.resetModules();
  const [platform, messages, members, threads, deletion, reactions] = await Promise.all([
    import('#platform/database.ts'),
    import('./messages.ts'),
    import('./members.ts'),
    import('./threads.ts'),
    import('./message-deletion.ts'),
    import('./reactions.ts'),
  ]);
  const database = platform.openDatabase(url, 6, pino({ level: 'silent' }));
  const second = { ...messages, ...members, ...threads, ...deletion, ...reactions };
  if (second.sendMessage === own.sendMessage) throw new Error('There is only one instance');
  // The last to be said is the first to be done: this goes before the database does.
  afterAll(async () => {
    attachDelivery(null);
    await sendsSettled();
    await database.close();
  });
  return { sql, first: own, second };
}
