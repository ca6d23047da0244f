import { createHash, randomBytes } from 'node:crypto';
import { Refusal, refuseField } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';

// Whoever has given the first factor holds a ticket to the second step. It is no session: nothing but that step takes it.

/** Seconds that a ticket is good for, wrong codes that it bears, and tickets of one user at a time. */
const LIFE = 5 * 60;
const WRONG_TRIES = 10;
const MOST = 5;

function hashOf(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest();
}

/** Gives somebody a ticket, in a transaction. Of too many the oldest give way. */
export async function openTicket(query: Query, userId: UserId): Promise<string> {
  const ticket = randomBytes(32).toString('base64url');
  await query(
    `DELETE FROM sign_in_ticket WHERE token_hash IN
       (SELECT token_hash FROM sign_in_ticket WHERE user_id = $1 ORDER BY expires_at DESC OFFSET $2)`,
    [userId, MOST - 1],
  );
  await query(
    `INSERT INTO sign_in_ticket (token_hash, user_id, expires_at)
     VALUES ($1, $2, now() + make_interval(secs => $3))`,
    [hashOf(ticket), userId, LIFE],
  );
  return ticket;
}

/** What a challenge for the holder of a ticket is for. */
export function purposeOfTicket(ticket: string): string {
  return `second step of ${hashOf(ticket).toString('hex')}`;
}

/** Whose ticket this is. Throws `forbidden` when it is over. */
export async function holderOf(ticket: string): Promise<UserId> {
  const row = await queryRow<{ user_id: UserId }>(
    'ticket-holder',
    'SELECT user_id FROM sign_in_ticket WHERE token_hash = $1 AND expires_at > now()',
    [hashOf(ticket)],
  );
  if (!row) throw ticketOver();
  return row.user_id;
}

/**
 * Tries a second step: `attempt` says whether it is right, or else what is wrong with which field. A right one uses the
 * ticket up, the tenth wrong one ends it. Throws `forbidden` when the ticket is over, `invalid` for a wrong try.
 */
export async function takeTicket(
  ticket: string,
  attempt: (query: Query, userId: UserId) => Promise<'right' | { field: string; fault: string }>,
): Promise<UserId> {
  // The refusal comes after the commit: a wrong try has to be counted.
  const outcome = await transaction(async (query) => {
    const [row] = await query<{ user_id: UserId; wrong_tries: number }>(
      'SELECT user_id, wrong_tries FROM sign_in_ticket WHERE token_hash = $1 AND expires_at > now() FOR UPDATE',
      [hashOf(ticket)],
    );
    if (!row) return ticketOver();
    const answer = await attempt(query, row.user_id);
    const isOver = answer === 'right' || row.wrong_tries + 1 >= WRONG_TRIES;
    await query(
      isOver
        ? 'DELETE FROM sign_in_ticket WHERE token_hash = $1'
        : 'UPDATE sign_in_ticket SET wrong_tries = wrong_tries + 1 WHERE token_hash = $1',
      [hashOf(ticket)],
    );
    return answer === 'right' ? row.user_id : refuseField(answer.field, answer.fault);
  });
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}

function ticketOver(): Refusal {
  return new Refusal('forbidden', 'This took too long, or too many tries: sign in again.');
}
