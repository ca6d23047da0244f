import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { outgoingHookId } from '#contract/ids.ts';
import { openMail } from '#platform/mail.ts';
import { hookEnded } from './hook-mail.ts';
import { createUser } from './sign-up.ts';
import { openTestStore } from './test-store.ts';

const { sql } = await openTestStore(4);
const dataDir = await mkdtemp(join(tmpdir(), 'parley-hook-mail-'));
afterAll(() => rm(dataDir, { recursive: true }));

test('the owner of a hook that is disabled is mailed why, and where its log is', async () => {
  const publicUrl = 'https://chat.team.test';
  const close = openMail(
    { smtpUrl: null, mailFrom: 'parley@team.test', dataDir, publicUrl, port: 3000 },
    pino({ level: 'silent' }),
  );
  const { id } = await createUser(
    null,
    { name: 'Ada', email: 'ada@team.test', password: 'correct horse battery' },
    { address: '' },
  );
  const hookId = outgoingHookId.parse(crypto.randomUUID());
  await sql.query(
    `INSERT INTO outgoing_hook (id, user_id, name, url, events, secret, disabled_at, disabled_reason)
     VALUES ($1, $2, 'Mirror', 'https://example.com/', '{}', '', now(), 'failing')`,
    [hookId, id],
  );
  await hookEnded.run({ hookId }, { id: crypto.randomUUID(), signal: new AbortController().signal });
  const [file = ''] = await readdir(join(dataDir, 'mail'));
  const mail = (await readFile(join(dataDir, 'mail', file), 'utf8')).replaceAll('=\r\n', '');
  expect(mail).toContain('Subject: The webhook Mirror is disabled');
  expect(mail).toContain('It has failed for three days.');
  expect(mail).toContain('https://chat.team.test/workspace/webhooks');
  // Enabled again meanwhile, or gone: there is nothing to say.
  await sql.query('UPDATE outgoing_hook SET disabled_at = NULL, disabled_reason = NULL');
  await hookEnded.run({ hookId }, { id: crypto.randomUUID(), signal: new AbortController().signal });
  expect(await readdir(join(dataDir, 'mail'))).toHaveLength(1);
  close();
});
