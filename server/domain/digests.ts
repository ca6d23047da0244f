import { z } from 'zod';
import { type UserId, userId } from '#contract/ids.ts';
import { queryRows, transaction } from '#platform/database.ts';
import { defineJob, enqueue } from '#platform/jobs.ts';
import { shownText } from './alert-texts.ts';
import { stopPathOf } from './digest-tokens.ts';
import { sendLetter } from './letters.ts';
import { findMissed, type Missed, MOST_OF_ONE } from './missed-messages.ts';

// What asked for somebody and was not read within the time that they chose, in one mail. Each message is in one digest
// at the most: up to when they were told is a time, moved in the transaction that stores the job of the mail.

/** People who are looked at in one statement. */
const BATCH = 200;
/** What was written longer ago, as a server finds it that was down, is in no digest: in days. */
const NEWS = 7;
/** Conversations that a mail names, and messages of each that it shows, the newest. */
const SHOWN_CONVERSATIONS = 20;
const SHOWN_MESSAGES = 3;

/** Looks who has missed something, every ten minutes. */
export const findDigests = defineJob('digests', {
  data: z.object({}),
  schedule: '*/10 * * * *',
  poll: 20,
  timeout: 600,
  async handler(_data, { signal }) {
    let last: UserId | null = null;
    do {
      const ids: UserId[] = await digestReaders(last);
      for (const id of ids) {
        signal.throwIfAborted();
        await startDigest(id);
      }
      last = ids.at(-1) ?? null;
    } while (last !== null);
  },
});

/** Who wants digests, after this one. */
async function digestReaders(after: UserId | null): Promise<UserId[]> {
  const rows = await queryRows<{ user_id: UserId }>(
    'digest-readers',
    `SELECT t.user_id FROM alert_setting t JOIN "user" u ON u.id = t.user_id
     WHERE t.digest_hours > 0 AND u.email IS NOT NULL AND u.suspended_at IS NULL AND u.removed_at IS NULL
       AND ($1::uuid IS NULL OR t.user_id > $1) ORDER BY t.user_id LIMIT $2`,
    [after, BATCH],
  );
  return rows.map((row) => row.user_id);
}

/** Has somebody mailed what they missed, if its time has come. */
export function startDigest(id: UserId): Promise<void> {
  return transaction(async (query) => {
    const [setting] = await query<{ digest_hours: number; from: Date; now: Date }>(
      `SELECT digest_hours, greatest(digested_to, now() - make_interval(days => $2)) AS "from",
         now()::timestamptz(3) AS now
       FROM alert_setting WHERE user_id = $1 AND digest_hours > 0 FOR UPDATE SKIP LOCKED`,
      [id, NEWS],
    );
    if (!setting) return;
    const { digest_hours: hours, from, now } = setting;
    const missed = await findMissed(query, id, from, now);
    if (!isDue(missed, now.getTime() - hours * 3_600_000)) return;
    await query('UPDATE alert_setting SET digested_to = $2 WHERE user_id = $1', [id, now]);
    await enqueue(query, digestMail, { userId: id, from: from.toISOString(), to: now.toISOString() });
  });
}

/** Whether the oldest has waited since then; of very many in one conversation only the newest are known. */
function isDue(missed: readonly Missed[], since: number): boolean {
  if (missed.some((message) => message.created_at.getTime() <= since)) return true;
  return [...byConversation(missed).values()].some((messages) => messages.length >= MOST_OF_ONE);
}

function byConversation(missed: readonly Missed[]): Map<string, Missed[]> {
  return Map.groupBy(missed, (message) => message.conversation_id);
}

/** Mails what is still unread of it by then; nothing, where all was read. */
export const digestMail = defineJob('digest-mail', {
  data: z.object({ userId, from: z.iso.datetime(), to: z.iso.datetime() }),
  // As long as a welcome: two days.
  retryLimit: 58,
  retryDelay: 5,
  retryDelayMax: 3_600,
  timeout: 60,
  poll: 5,
  async handler({ userId: id, from, to }, { id: mailId }) {
    const [reader] = await queryRows<{ name: string; email: string; workspace: string }>(
      'digest-reader',
      `SELECT u.name, u.email, w.name AS workspace FROM "user" u JOIN alert_setting t ON t.user_id = u.id, workspace w
       WHERE u.id = $1 AND t.digest_hours > 0 AND u.email IS NOT NULL AND u.suspended_at IS NULL
         AND u.removed_at IS NULL`,
      [id],
    );
    if (!reader) return;
    const missed = await transaction((query) => findMissed(query, id, new Date(from), new Date(to)));
    if (missed.length === 0) return;
    const stopPath = stopPathOf(id);
    await sendLetter({
      id: mailId,
      to: { name: reader.name, address: reader.email },
      subject: `${counted(missed.length)} in ${reader.workspace}`,
      paragraphs: [
        `Hello ${reader.name},`,
        'this asked for you while you were away:',
        ...paragraphsOf(missed),
        'You get this because you asked for a digest. Without signing in, you end that here:',
        { path: stopPath },
      ],
      stopPath,
    });
  },
});

function counted(count: number): string {
  return count === 1 ? '1 message for you' : `${count} messages for you`;
}

function paragraphsOf(missed: readonly Missed[]): (string | { path: string })[] {
  const groups = [...byConversation(missed).values()];
  const shown = groups.slice(0, SHOWN_CONVERSATIONS).flatMap((messages) => {
    const [first] = messages;
    if (!first) return [];
    const lines = messages.slice(-SHOWN_MESSAGES).map(({ author, body }) => `${author}: ${shownText(body)}`);
    return [`${placeOf(first)}, ${counted(messages.length)}:`, ...lines, { path: pathOf(first) }];
  });
  const left = groups.length - SHOWN_CONVERSATIONS;
  return left > 0 ? [...shown, `And ${left} more conversations.`] : shown;
}

function placeOf({ kind, name, author }: Missed): string {
  if (kind === 'direct') return name ?? `Directly from ${author}`;
  if (kind === 'thread') return name === null ? 'In a thread' : `In a thread of ${name}`;
  return `In #${name}`;
}

function pathOf({ conversation_id, parent_id, root_seq, seq }: Missed): string {
  return parent_id === null
    ? `/c/${conversation_id}?message=${seq}`
    : `/c/${parent_id}?thread=${root_seq}&reply=${seq}`;
}
