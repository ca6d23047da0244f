import { z } from 'zod';
import { userId } from '#contract/ids.ts';
import { queryRow } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import { sendLetter } from './letters.ts';

/**
 * Greets whoever has signed up. It is sent at least once: twice only where the process or the database goes away between the
 * mail server's answer and the note that it is done, and then with the same Message-ID.
 */
export const welcomeMail = defineJob('welcome-mail', {
  data: z.object({ userId }),
  // With twice the time each time, up to an hour, this is two days: nobody mends a mail server faster on a weekend.
  retryLimit: 58,
  retryDelay: 5,
  retryDelayMax: 3_600,
  timeout: 60,
  concurrency: 2,
  async handler(data, { id }) {
    const user = await queryRow<{ name: string; email: string | null; workspace: string }>(
      'welcome-mail',
      'SELECT u.name, u.email, w.name AS workspace FROM "user" u, workspace w WHERE u.id = $1 AND u.email IS NOT NULL',
      [data.userId],
    );
    if (!user?.email) return;
    await sendLetter({
      id,
      to: { name: user.name, address: user.email },
      subject: `Welcome to ${user.workspace}`,
      paragraphs: [
        `Hello ${user.name},`,
        `you have an account in ${user.workspace} now. Sign in with this address, ${user.email}, at`,
        { path: '' },
        'If it was not you who signed up, somebody used your address: tell whoever runs this workspace.',
      ],
    });
  },
});
