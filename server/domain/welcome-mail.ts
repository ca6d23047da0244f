import { z } from 'zod';
import { userId } from '#contract/ids.ts';
import { queryRow } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import { mailedAddress, sendMail } from '#platform/mail.ts';

/** Names under which nobody has mail (RFC 2606): those of the seed and of tests. */
const nobodys = /@(.+\.)?(example(\.[a-z]+)?|invalid)$/i;

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
    const user = await queryRow<{ name: string; email: string; workspace: string }>(
      'welcome-mail',
      'SELECT u.name, u.email, w.name AS workspace FROM "user" u, workspace w WHERE u.id = $1 AND u.email IS NOT NULL',
      [data.userId],
    );
    if (!user || nobodys.test(user.email)) return;
    await sendMail({
      id,
      to: { name: user.name, address: user.email },
      subject: `Welcome to ${user.workspace}`,
      ...wordsFor(user, mailedAddress()),
    });
  },
});

interface Words {
  text: string;
  html: string;
}

function wordsFor(
  { name, email, workspace }: { name: string; email: string; workspace: string },
  address: string,
): Words {
  const lines = [
    `Hello ${name},`,
    `you have an account in ${workspace} now. Sign in with this address, ${email}, at`,
    address,
    'If it was not you who signed up, somebody used your address: tell whoever runs this workspace.',
  ];
  const paragraphs = lines.map((line) =>
    line === address ? `<a href="${escaped(line)}">${escaped(line)}</a>` : escaped(line),
  );
  return {
    text: `${lines.join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">${paragraphs
      .map((paragraph) => `<p>${paragraph}</p>`)
      .join('')}</body></html>`,
  };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
