import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { openSecrets } from '#platform/secrets.ts';
import { startHookFollower } from './hook-follower.ts';
import { sendMessage } from './messages.ts';
import { createOutgoingHook } from './outgoing-hooks.ts';
import { storeChannels, storePeople, storeRole } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { say } from './test-threads.ts';

const { sql } = await openTestStore(8);

/** How many jobs one look asks for. */
async function askedFor(): Promise<number | null> {
  await sql.query(`DELETE FROM pgboss.job WHERE name = 'tell-hook'`);
  const stop = startHookFollower(pino({ level: 'silent' }));
  const asked = async () => (await sql.query(`SELECT 1 FROM pgboss.job WHERE name = 'tell-hook'`)).rowCount;
  await vi.waitFor(async () => expect(await asked()).toBeGreaterThan(0), { timeout: 15_000 });
  await stop();
  return asked();
}

test('a hook with many conversations takes some of the turns, and one of them where something fails', async () => {
  openSecrets('a secret for tests that nobody keeps');
  const [person] = await storePeople(sql, 1);
  if (!person) throw new Error('Nobody is there');
  const owner = await storeRole(sql, person, 'owner');
  const channels = await storeChannels(sql, 12, [owner]);
  await createOutgoingHook(owner, {
    ...{
      name: 'Board',
      url: 'https://board.example/',
      events: ['message.created'],
      conversationIds: channels,
    },
  });
  for (const id of channels) await sendMessage(owner, say(id, 'hello'));
  expect(await askedFor()).toBe(8);
  // Also while what fails is not due: the rest goes on, one after the other.
  await sql.query(
    `UPDATE hook_position SET failing_since = now(), next_at = now() + interval '1 hour' WHERE conversation_id = $1`,
    [channels[0]],
  );
  expect(await askedFor()).toBe(1);
});
