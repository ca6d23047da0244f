import { z } from 'zod';
import { type UserId, userId } from '#contract/ids.ts';
import { queryRow, transaction } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import { issueLink, renewToken } from './account-links.ts';
import { sendLetter } from './letters.ts';

// Mail about an account. A token is made where its mail is written: it stands in no job, and each further try makes
// another one, which counts instead.

/** With twice the time each time: some forty minutes. What comes later than that nobody waits for any more. */
const patience = { retryLimit: 9, retryDelay: 5, retryDelayMax: 600, timeout: 60, concurrency: 2 };

const ifNotYou =
  'If that was not you, somebody has or had access to your account: choose another password now, look in the settings for devices, passkeys and access tokens that are not yours, and tell whoever runs this workspace.';

/** Somebody who may come in, with the address where they have mail. */
interface Addressee {
  name: string;
  email: string;
  workspace: string;
}

/** Mails a link to a new password. */
export const passwordLinkMail = defineJob('password-link-mail', {
  data: z.object({ userId }),
  ...patience,
  key: (data) => data.userId,
  async handler(data) {
    const to = await findAddressee(data.userId);
    if (!to) return;
    const { id, token } = await transaction((query) =>
      issueLink(query, { userId: data.userId, kind: 'password', email: to.email }),
    );
    await sendLetter({
      id,
      to: { name: to.name, address: to.email },
      subject: `A new password for ${to.workspace}`,
      paragraphs: [
        `Hello ${to.name},`,
        `somebody, probably you, asked for a new password in ${to.workspace}. This link leads to it, once, within an hour:`,
        { path: `/reset/${token}` },
        'If you did not ask for it, there is nothing to do: your password stays as it is.',
      ],
    });
  },
});

/** Tells somebody that their password is another one now. */
export const passwordNote = defineJob('password-note', {
  data: z.object({ userId }),
  ...patience,
  async handler(data, { id }) {
    const to = await findAddressee(data.userId);
    if (!to) return;
    await sendLetter({
      id,
      to: { name: to.name, address: to.email },
      subject: `Your password in ${to.workspace} was changed`,
      paragraphs: [
        `Hello ${to.name},`,
        `your password in ${to.workspace} was changed, and your other devices were signed out.`,
        ifNotYou,
        { path: '/forgot' },
      ],
    });
  },
});

async function findAddressee(id: UserId): Promise<Addressee | null> {
  return queryRow<Addressee>(
    'account-addressee',
    `SELECT u.name, u.email, w.name AS workspace FROM "user" u, workspace w
     WHERE u.id = $1 AND u.email IS NOT NULL AND u.suspended_at IS NULL AND u.removed_at IS NULL`,
    [id],
  );
}

interface ChangeOfEmail extends Omit<Addressee, 'email'> {
  email: string;
  previous_email: string | null;
  is_used: boolean;
  /** Somebody else has the new address. */
  is_taken: boolean;
}

function findChange(linkId: string): Promise<ChangeOfEmail | null> {
  return queryRow<ChangeOfEmail>(
    'account-change-of-email',
    `SELECT u.name, w.name AS workspace, l.email, l.previous_email, l.used_at IS NOT NULL AS is_used,
       EXISTS (SELECT 1 FROM "user" o WHERE o.email = l.email AND o.id <> u.id) AS is_taken
     FROM account_link l JOIN "user" u ON u.id = l.user_id, workspace w WHERE l.id = $1 AND l.kind = 'email'`,
    [linkId],
  );
}

/** Mails the link that confirms an address to it. Whoever has it already is told that, and nobody else is. */
export const emailLinkMail = defineJob('email-link-mail', {
  data: z.object({ linkId: z.uuid() }),
  ...patience,
  async handler({ linkId }, { id }) {
    const change = await findChange(linkId);
    if (!change || change.is_used) return;
    const { name, workspace, email: address } = change;
    if (change.is_taken) {
      await sendLetter({
        id,
        to: { name: '', address },
        subject: `Your address in ${workspace}`,
        paragraphs: [
          `Somebody wanted to use this address, ${address}, for another account in ${workspace}. There is one with it already, so nothing was changed.`,
          'If that was you, sign in with this address instead.',
        ],
      });
      return;
    }
    const token = await renewToken(linkId);
    if (token === null) return;
    await sendLetter({
      id: linkId,
      to: { name, address },
      subject: `Confirm your address for ${workspace}`,
      paragraphs: [
        `Hello ${name},`,
        `this address, ${address}, is to be the one of your account in ${workspace}. Confirm it, within a day:`,
        { path: `/confirm/${token}` },
        'If you know nothing of it, there is nothing to do: it is not used.',
      ],
    });
  },
});

/** Tells the address that was there before. */
export const emailNote = defineJob('email-note', {
  data: z.object({ linkId: z.uuid() }),
  ...patience,
  async handler({ linkId }, { id }) {
    const change = await findChange(linkId);
    if (!change?.previous_email) return;
    const { name, workspace, email, is_used: isDone } = change;
    await sendLetter({
      id,
      to: { name, address: change.previous_email },
      subject: `The address of your account in ${workspace}`,
      paragraphs: [
        `Hello ${name},`,
        isDone
          ? `the address of your account in ${workspace} is ${email} now.`
          : `the address of your account in ${workspace} is to be ${email}, once that is confirmed there.`,
        ifNotYou,
      ],
    });
  },
});
