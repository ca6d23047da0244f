import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, expect, test } from 'vitest';
import { freePort } from '#platform/free-port.ts';
import { listDeadLetters } from '#platform/job-list.ts';
import { startJobs } from '#platform/job-runner.ts';
import { openMail, sendMail } from '#platform/mail.ts';
import type { Mail } from '#platform/mail-carriers.ts';
import { jobsDone } from '#platform/test-jobs.ts';
import { createUser } from './sign-up.ts';
import { openTestStore } from './test-store.ts';
import { welcomeMail } from './welcome-mail.ts';

const { url, sql } = await openTestStore(6);
const dataDir = await mkdtemp(join(tmpdir(), 'parley-mail-'));
afterAll(() => rm(dataDir, { recursive: true }));
const log = pino({ level: 'silent' });
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const letter = (to: Mail['to']): Mail => ({
  id: '0197a4a0-0000-7000-8000-000000000001',
  to,
  subject: 'Welcome to Acme\r\nX-Planted: subject',
  text: 'Hello',
  html: '<p>Hello</p>',
});

function open(smtpUrl: string | null): void {
  const publicUrl = 'https://chat.team.test';
  closing.push(openMail({ smtpUrl, mailFrom: 'parley@team.test', dataDir, publicUrl, port: 3000 }, log));
}

/** What a mail server received: the addresses of the envelope, and the text. */
interface Received {
  to: string[];
  text: string;
}

async function startServer(port: number): Promise<Received[]> {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, answer) {
      if (address.startsWith('gone'))
        answer(Object.assign(new Error('No such mailbox'), { responseCode: 550 }));
      else answer();
    },
    onData(stream, { envelope }, answer) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const text = Buffer.concat(parts).toString();
        received.push({ to: envelope.rcptTo.map(({ address }) => address), text });
        answer();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  closing.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return received;
}

const signUp = (name: string, email: string) =>
  createUser(null, { name, email, password: 'eight wild geese over the bay' }, { address: '192.0.2.1' });

test('a welcome reaches whoever signed up once, though the mail server was down then, and is refused but once', async () => {
  const port = await freePort();
  open(`smtp://127.0.0.1:${port}`);
  closing.push(await startJobs({ databaseUrl: url, jobs: [welcomeMail], log }));
  await signUp('Zoë <b>&</b> "Bo"', 'zoe@team.test');
  await signUp('Gone', 'gone@team.test');
  for (let tried = 0; tried < 2; ) {
    const { rowCount } = await sql.query(
      "SELECT pg_sleep(0.05) FROM pgboss.job WHERE name = 'welcome-mail' AND state = 'retry'",
    );
    tried = rowCount ?? 0;
  }
  const received = await startServer(port);
  await jobsDone(url);
  expect(received).toHaveLength(1);
  expect(received[0]?.to).toEqual(['zoe@team.test']);
  const { rows } = await sql.query<{ id: string }>(
    "SELECT id FROM pgboss.job WHERE name = 'welcome-mail' AND state = 'completed'",
  );
  expect(received[0]?.text).toContain(`Message-ID: <${rows[0]?.id}@team.test>`);
  expect(received[0]?.text).toContain('Content-Type: text/plain');
  expect(received[0]?.text).toContain('https://chat.team.test');
  expect(received[0]?.text).toMatch(/&lt;b&gt;&amp;/);
  expect(received[0]?.text).toContain('Auto-Submitted: auto-generated');
  expect(await listDeadLetters()).toMatchObject([
    { job: 'welcome-mail', reason: 'The mail server refused the mail: 550' },
  ]);
}, 60_000);

test('no name, address or subject becomes a header of its own', async () => {
  const port = await freePort();
  const received = await startServer(port);
  open(`smtp://127.0.0.1:${port}`);
  await sendMail(
    letter({ name: 'Ada\r\nBcc: planted@team.test', address: 'ada@team.test\r\nX-Planted: address' }),
  ).catch(() => undefined);
  await sendMail(letter({ name: 'Ada\nX-Planted: name', address: 'ada@team.test' }));
  const headers = received.map(({ text }) => text.slice(0, text.indexOf('\r\n\r\n'))).join('\r\n');
  expect(headers).not.toMatch(/^(x-planted|bcc):/im);
  expect(received.flatMap(({ to }) => to)).not.toContain('planted@team.test');
  expect(received.at(-1)?.to).toEqual(['ada@team.test']);
});

test('a server that does not answer is left alone after five failures', async () => {
  open(`smtp://127.0.0.1:${await freePort()}`);
  const failures: unknown[] = [];
  for (let count = 0; count < 6; count += 1)
    await sendMail(letter({ name: 'Ada', address: 'ada@team.test' })).catch((error: unknown) =>
      failures.push(error),
    );
  expect(failures).toHaveLength(6);
  expect(failures[4]).toMatchObject({ code: 'ESOCKET' });
  expect(failures[5]).toMatchObject({ isBrokenCircuitError: true });
});

test('without a server a mail is a file, once however often it is tried, and the newest are kept', async () => {
  open(null);
  await sendMail(letter({ name: 'Ada', address: 'ada@team.test' }));
  const folder = join(dataDir, 'mail');
  for (let count = 0; count < 210; count += 1) {
    await writeFile(join(folder, `old-${count}.eml`), 'old');
    await utimes(join(folder, `old-${count}.eml`), count, count);
  }
  await sendMail(letter({ name: 'Ada', address: 'ada@team.test' }));
  const names = await readdir(folder);
  expect(names).toHaveLength(200);
  expect(names).toContain('old-209.eml');
  expect(names).not.toContain('old-0.eml');
  const text = await readFile(join(folder, '0197a4a0-0000-7000-8000-000000000001.eml'), 'utf8');
  expect(text).toContain('To: Ada <ada@team.test>');
});
