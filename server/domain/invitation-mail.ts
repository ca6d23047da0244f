import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { type InvitationId, invitationId } from '#contract/ids.ts';
import { queryRow } from '#platform/database.ts';
import { JobRefused } from '#platform/job-runner.ts';
import { defineJob } from '#platform/jobs.ts';
import { hashOfInvitation, isOpen, newInvitationToken } from './invitation-rows.ts';
import { sendLetter } from './letters.ts';

interface Mailed {
  email: string;
  workspace: string;
  /** Null: whoever reads mail at the address asked for it. */
  inviter: string | null;
}

/**
 * Mails an invitation to its address. The token is made here, another one for every try, and only its hash is kept: a
 * job waits in the database, where no secret is written down. Of a link that was mailed twice the later one counts.
 */
export const invitationMail = defineJob('invitation-mail', {
  data: z.object({ invitationId }),
  // As long as a welcome is tried: two days.
  retryLimit: 58,
  retryDelay: 5,
  retryDelayMax: 3_600,
  timeout: 60,
  concurrency: 2,
  async handler({ invitationId: id }) {
    const token = newInvitationToken();
    const row = await queryRow<Mailed>(
      'invitation-mail',
      `UPDATE invitation i SET token_hash = $2 FROM workspace w
       WHERE i.id = $1 AND i.mail_state = 'waiting' AND ${isOpen}
       RETURNING i.email, w.name AS workspace, (SELECT u.name FROM "user" u WHERE u.id = i.created_by_id) AS inviter`,
      [id, hashOfInvitation(token)],
    );
    if (!row) return;
    try {
      // Another token, another mail: a program that takes the two for one would show the older.
      await sendLetter({ id: uuidv7(), to: { name: '', address: row.email }, ...wordsFor(row, token) });
    } catch (error) {
      if (error instanceof JobRefused) await noteMail(id, 'refused');
      throw error;
    }
    await noteMail(id, 'sent');
  },
});

async function noteMail(id: InvitationId, state: 'sent' | 'refused'): Promise<void> {
  await queryRow('invitation-mailed', 'UPDATE invitation SET mail_state = $2 WHERE id = $1', [id, state]);
}

function wordsFor({ workspace, inviter }: Mailed, token: string) {
  const link = { path: `/join/${token}` };
  if (inviter === null)
    return {
      subject: `Sign up for ${workspace}`,
      paragraphs: [
        `Somebody wants to sign up for ${workspace} with this address. If it was you, go on here:`,
        link,
        'If it was not you, there is nothing to do: without this link there is no account.',
      ],
    };
  return {
    subject: `${inviter} invites you to ${workspace}`,
    paragraphs: [
      `${inviter} invites you to ${workspace}. Come in here, with this address:`,
      link,
      'The link is for you alone. If you do not know who this is, you can leave it alone.',
    ],
  };
}
