import { Refusal, refuseField } from '#contract/errors.ts';
import type { ClientId, MessageId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import { pollText } from '#contract/poll-text.ts';
import type { NewPoll, Poll, PollChoice, PollVote } from '#contract/polls.ts';
import { type Query, queryRow, queryRows } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import type { Existing } from './existing.ts';
import { requireToCome } from './later.ts';
import { type Change, changeMessage } from './message-changes.ts';
import { sendMessage } from './messages.ts';

/** Sends a poll: a message like any other, whose text says what it asks. */
export async function createPoll(actor: Actor, input: NewPoll): Promise<Message | Existing<Message>> {
  const { conversationId, clientId, question, options, multiple, anonymous, closesAt } = input;
  if (closesAt !== null && !(await isStored(actor.userId, clientId))) requireToCome('closesAt', closesAt);
  const poll: Poll = {
    ...{ question, multiple, anonymous, closesAt },
    options: options.map((text) => ({ text, votes: 0, userIds: [] })),
    ...{ voters: 0, closedAt: null },
  };
  return sendMessage(actor, { conversationId, clientId, body: pollText({ question, options }), poll });
}

/** Whether it is asked for again, whose time may have come since. */
async function isStored(userId: UserId, clientId: ClientId): Promise<boolean> {
  const stored = 'SELECT 1 FROM message WHERE author_id = $1 AND client_id = $2';
  return (await queryRow('poll-stored', stored, [userId, clientId])) !== null;
}

/** Sets what the actor chooses in a poll; the same again changes nothing, even after it was closed. */
export async function votePoll(actor: Actor, { messageId, options }: PollVote): Promise<Message> {
  const chosen = [...new Set(options)].toSorted((one, other) => one - other);
  const message = await changeMessage(actor, messageId, 'react', async (change) => {
    const poll = pollOf(change);
    if (chosen.some((index) => index >= poll.options.length))
      throw refuseField('options', 'There is no such option');
    if (!poll.multiple && chosen.length > 1) throw refuseField('options', 'Choose one of them');
    const { query } = change;
    if ((await choiceOf(query, actor.userId, messageId)).join() === chosen.join()) return false;
    await requireOpen(query, poll);
    await query('DELETE FROM poll_vote WHERE message_id = $1 AND user_id = $2', [messageId, actor.userId]);
    await query(
      'INSERT INTO poll_vote (message_id, user_id, option) SELECT $1, $2, option FROM unnest($3::smallint[]) AS c(option)',
      [messageId, actor.userId, chosen],
    );
    await countVotes(query, messageId);
    return true;
  });
  live().publish({ user: actor.userId }, 'poll:choice', { messageId, options: chosen });
  return message;
}

function pollOf({ message }: Change): Poll {
  if (message.deletedAt) throw new Refusal('conflict', 'This message has been deleted.');
  if (!message.poll) throw new Refusal('conflict', 'This message is no poll.');
  return message.poll;
}

async function choiceOf(query: Query, userId: UserId, messageId: MessageId): Promise<number[]> {
  const rows = await query<{ option: number }>(
    'SELECT option FROM poll_vote WHERE message_id = $1 AND user_id = $2 ORDER BY option',
    [messageId, userId],
  );
  return rows.map(({ option }) => option);
}

async function requireOpen(query: Query, { closedAt, closesAt }: Poll): Promise<void> {
  const [row] = await query<{ is_over: boolean | null }>(
    'SELECT $1::timestamptz <= clock_timestamp() AS is_over',
    [closesAt],
  );
  if (closedAt !== null || row?.is_over) throw new Refusal('conflict', 'This poll is closed.');
}

/** Writes into the message what its votes come to, and of each option who chose it first. */
async function countVotes(query: Query, messageId: MessageId): Promise<void> {
  await query(
    `UPDATE message m SET poll = m.poll || jsonb_build_object(
       'voters', (SELECT count(DISTINCT v.user_id) FROM poll_vote v WHERE v.message_id = m.id),
       'options', (
         SELECT jsonb_agg(jsonb_build_object(
           'text', o.option->'text',
           'votes', (SELECT count(*) FROM poll_vote v WHERE v.message_id = m.id AND v.option = o.nth - 1),
           'userIds', CASE WHEN (m.poll->>'anonymous')::boolean THEN '[]'::jsonb ELSE coalesce((
             SELECT jsonb_agg(f.user_id ORDER BY f.voted_at, f.user_id) FROM (
               SELECT v.user_id, v.voted_at FROM poll_vote v WHERE v.message_id = m.id AND v.option = o.nth - 1
               ORDER BY v.voted_at, v.user_id LIMIT ${limits.pollNames}) AS f), '[]'::jsonb) END
         ) ORDER BY o.nth)
         FROM jsonb_array_elements(m.poll->'options') WITH ORDINALITY AS o(option, nth)))
     WHERE m.id = $1`,
    [messageId],
  );
}

/** Closes one's own poll: nobody votes any more. One that is closed stays as it is. */
export function closePoll(actor: Actor, { messageId }: { messageId: MessageId }): Promise<Message> {
  return changeMessage(actor, messageId, 'closePoll', async (change) => {
    if (pollOf(change).closedAt !== null) return false;
    await change.query(
      `UPDATE message SET poll = jsonb_set(poll, '{closedAt}', to_jsonb(
         to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) WHERE id = $1`,
      [messageId],
    );
    return true;
  });
}

/** What the actor has chosen in these, which is theirs to know wherever they are. */
export async function listPollChoices(
  actor: Actor,
  { messageIds }: { messageIds: MessageId[] },
): Promise<{ items: PollChoice[] }> {
  const rows = await queryRows<{ message_id: MessageId; options: number[] }>(
    'poll-choices',
    `SELECT message_id, array_agg(option::int ORDER BY option) AS options FROM poll_vote
     WHERE user_id = $1 AND message_id = ANY($2) GROUP BY message_id ORDER BY message_id`,
    [actor.userId, messageIds],
  );
  return { items: rows.map(({ message_id: messageId, options }) => ({ messageId, options })) };
}
