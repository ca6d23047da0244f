import { v7 as uuidv7 } from 'uuid';
import type { PushPayload, PushSubscription, PushTest } from '#contract/alerts.ts';
import { Refusal, refuseField } from '#contract/errors.ts';
import { queryRow, queryRows, transaction } from '#platform/database.ts';
import { isPushKey, type PushTarget, sendPush } from '#platform/push.ts';
import { limit } from '#platform/rate-limit.ts';
import type { Actor } from './actor.ts';
import { removeSubscription } from './alert-delivery.ts';
import { noteSubscribed } from './alert-follower.ts';

/** Seconds for which a device that shows the chat to somebody is taken to go on with that: it says so every minute. */
const PRESENT = 90;

/** Bytes from base64url. */
const bytesOf = (text: string) => Buffer.from(text, 'base64url');

/**
 * Has the device that asks pushed to from now on. There is one subscription of each session, and one for each address:
 * whoever signs in on a device takes it over, and of two who do so at once, one. Throws `invalid` for what is no key, and
 * `unauthenticated` when the session has ended.
 */
export async function subscribeToPush(actor: Actor, given: PushSubscription): Promise<null> {
  const { endpoint, p256dh, auth } = given;
  if (!isPushKey(bytesOf(p256dh))) throw refuseField('p256dh', 'This is no public key of a browser');
  await transaction(async (query) => {
    // Of two calls of one session the second finds what the first has stored.
    const [session] = await query('SELECT 1 FROM session WHERE id = $1 AND user_id = $2 FOR UPDATE', [
      actor.sessionId,
      actor.userId,
    ]);
    if (!session) throw new Refusal('unauthenticated', 'Sign in first.');
    const [known] = await query(
      `UPDATE push_subscription SET p256dh = $3, auth = $4 WHERE session_id = $1 AND endpoint = $2 RETURNING 1 AS known`,
      [actor.sessionId, endpoint, bytesOf(p256dh), bytesOf(auth)],
    );
    if (known) return;
    await query('DELETE FROM push_subscription WHERE session_id = $1 OR endpoint = $2', [
      actor.sessionId,
      endpoint,
    ]);
    await query(
      `INSERT INTO push_subscription (id, user_id, session_id, endpoint, p256dh, auth)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING`,
      [uuidv7(), actor.userId, actor.sessionId, endpoint, bytesOf(p256dh), bytesOf(auth)],
    );
  });
  noteSubscribed();
  return null;
}

export async function unsubscribeFromPush(actor: Actor): Promise<null> {
  await queryRows('push-unsubscribe', 'DELETE FROM push_subscription WHERE session_id = $1', [
    actor.sessionId,
  ]);
  return null;
}

/** Seconds before somebody leaves a page in which they have not noticed what came. */
const LEAVING = 2;

/** Notes whether the device that asks shows the chat to somebody. What came as they left is looked at again at once. */
export async function notePushPresence(actor: Actor, { present }: { present: boolean }): Promise<null> {
  await queryRows(
    'push-present',
    `WITH noted AS (
       UPDATE push_subscription SET present_at = now() - CASE WHEN $2 THEN 0 ELSE ${LEAVING} END * interval '1 s',
         present_until = CASE WHEN $2 THEN now() + make_interval(secs => ${PRESENT}) END
       WHERE session_id = $1 RETURNING id
     )
     UPDATE push_alert a SET due_at = date_trunc('milliseconds', now()) FROM noted
     WHERE NOT $2 AND a.subscription_id = noted.id AND a.due_at > now() AND a.failures = 0`,
    [actor.sessionId, present],
  );
  return null;
}

/** Pushes something to the device that asks, and answers what came of it. */
export async function testPush(actor: Actor): Promise<PushTest> {
  await limit('pushTest', actor.userId);
  const row = await queryRow<PushTarget & { id: string }>(
    'push-test',
    'SELECT id, endpoint, p256dh, auth FROM push_subscription WHERE session_id = $1',
    [actor.sessionId],
  );
  if (!row) return { outcome: 'absent', status: null, reason: null };
  const payload: PushPayload = {
    kind: 'test',
    title: 'It works',
    body: 'This is how you are told of what asks for you.',
  };
  const result = await sendPush(row, JSON.stringify(payload));
  if (result.outcome === 'gone') await removeSubscription(row.id);
  return {
    outcome: result.outcome,
    status: result.status === 0 ? null : result.status,
    reason: 'reason' in result ? result.reason : null,
  };
}
