import { expect, test } from 'vitest';
import { signIn, signUp } from '#gateway/testing/people.ts';
import { startTestServer } from '#gateway/testing/server.ts';
import { queryRow } from '#platform/database.ts';
import { reviewSessions } from './session-watch.ts';

test('an open socket keeps its session alive; one whose session is over is told and closed', async () => {
  const server = await startTestServer();
  const ada = await signUp(server.url, 'Ada');
  const used = await ada.connect();
  await queryRow('age', "UPDATE session SET expires_at = now() + interval '1 hour' RETURNING id", []);
  const other = await (await signIn(server.url, ada.id, 'Ada')).connect();
  await queryRow(
    'expire',
    "UPDATE session SET expires_at = now() - interval '1 s' WHERE expires_at > now() + interval '1 day'",
    [],
  );

  await reviewSessions(server.io);
  expect(await other.hear('session:ended')).toEqual({ reason: 'expired' });
  await other.closed;

  const row = await queryRow<{ renewed: boolean }>(
    'renewed',
    "SELECT expires_at > now() + interval '29 days' AS renewed FROM session ORDER BY expires_at DESC LIMIT 1",
    [],
  );
  expect(row).toEqual({ renewed: true });
  expect(used.socket.connected).toBe(true);
  await server.close();
});
