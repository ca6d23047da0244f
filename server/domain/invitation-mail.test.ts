import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { freePort } from '#platform/free-port.ts';
import { startJobs } from '#platform/job-runner.ts';
import { openMail } from '#platform/mail.ts';
import { jobsDone } from '#platform/test-jobs.ts';
import type { Actor } from './actor.ts';
import { invitationMail } from './invitation-mail.ts';
import { listInvitations, mailInvitations } from './invitations.ts';
import { getOffer } from './joining.ts';
import { createUser } from './sign-up.ts';
import { requestInvitation } from './sign-up-rules.ts';
import { openTestStore } from './test-store.ts';
import { updateWorkspace } from './workspace.ts';

const { url, sql } = await openTestStore(6);
const log = pino({ level: 'silent' });
const from = { address: '192.0.2.1' };
const closing: (() => unknown)[] = [];
/** The texts of mails, by the address that they went to. */
const received = new Map<string, string>();
let ada: Actor;

beforeAll(async () => {
  const port = await freePort();
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
        // Quoted-printable (RFC 2045, 6.7): soft breaks and escapes taken back.
        const text = Buffer.concat(parts).toString().replaceAll('=\r\n', '').replaceAll('=3D', '=');
        for (const { address } of envelope.rcptTo) received.set(address, text);
        answer();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  closing.push(() => new Promise<void>((resolve) => server.close(resolve)));
  const mail = { mailFrom: 'parley@team.test', publicUrl: 'https://chat.team.test', port: 3000 };
  closing.push(openMail({ ...mail, smtpUrl: `smtp://127.0.0.1:${port}`, dataDir: '' }, log));
  closing.push(await startJobs({ databaseUrl: url, jobs: [invitationMail], log }));
  const { id } = await createUser(null, account('Ada', 'ada@team.test'), from);
  ada = { userId: id, sessionId: sessionId.parse(id), role: 'owner' };
  await sql.query("DELETE FROM pgboss.job WHERE name = 'welcome-mail'");
}, 60_000);
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const account = (name: string, email: string) => ({ name, email, password: 'eight wild geese over the bay' });

/** The token of the link that was mailed to an address. */
async function mailedTo(address: string): Promise<string> {
  await sql.query("DELETE FROM pgboss.job WHERE name = 'welcome-mail'");
  await jobsDone(url);
  const token = /https:\/\/chat\.team\.test\/join\/([\w-]{43})/.exec(received.get(address) ?? '')?.[1];
  if (!token) throw new Error(`No link was mailed to ${address}`);
  return token;
}

test('each address gets an invitation of its own, which nobody else may use', async () => {
  const terms = { role: 'member', hours: 24, conversationIds: [] } as const;
  const emails = ['bo@team.test', 'gone@team.test', 'cy@team.test'];
  const { items } = await mailInvitations(ada, { ...terms, conversationIds: [], emails });
  expect(items.map(({ email, mail }) => [email, mail])).toEqual(emails.map((email) => [email, 'waiting']));
  const token = await mailedTo('bo@team.test');
  expect(received.get('bo@team.test')).toContain('Subject: Ada invites you to Parley');
  expect(await mailedTo('cy@team.test')).not.toBe(token);
  const listed = await listInvitations(ada, { limit: 10 });
  expect(new Map(listed.items.map(({ email, mail }) => [email, mail]))).toEqual(
    new Map([
      ['bo@team.test', 'sent'],
      ['gone@team.test', 'refused'],
      ['cy@team.test', 'sent'],
    ]),
  );
  expect(await getOffer(null, { token })).toMatchObject({ email: 'bo@team.test', inviter: 'Ada' });
  const other = createUser(null, { ...account('Eve', 'eve@team.test'), invitation: token }, from);
  await expect(other).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'email' }] });
  const { id } = await createUser(null, { ...account('Bo', 'bo@team.test'), invitation: token }, from);
  const verified = await sql.query('SELECT email_verified_at FROM "user" WHERE id = $1', [id]);
  expect(verified.rows[0].email_verified_at).not.toBeNull();
  const again = createUser(null, { ...account('Bo', 'bo@team.test'), invitation: token }, from);
  await expect(again).rejects.toMatchObject({ code: 'forbidden' });
}, 30_000);

test('an address of a domain that counts is shown to be theirs before there is an account', async () => {
  await expect(requestInvitation(null, { email: 'dan@team.test' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await updateWorkspace(ada, { openSignUp: true, signUpDomains: ['team.test'] });
  const unasked = createUser(null, account('Dan', 'dan@team.test'), from);
  await expect(unasked).rejects.toMatchObject({ code: 'forbidden' });
  await expect(requestInvitation(null, { email: 'dan@other.test' })).rejects.toMatchObject({
    code: 'invalid',
    errors: [{ path: 'email' }],
  });
  await requestInvitation(null, { email: 'dan@team.test' });
  const token = await mailedTo('dan@team.test');
  expect(await getOffer(null, { token })).toMatchObject({ inviter: null, email: 'dan@team.test' });
  await updateWorkspace(ada, { openSignUp: false });
  expect(await getOffer(null, { token })).toMatchObject({ state: 'void' });
  await updateWorkspace(ada, { openSignUp: true });
  await createUser(null, { ...account('Dan', 'dan@team.test'), invitation: token }, from);
}, 30_000);

test('there is a bound to what one user mails within a day', async () => {
  const left = limits.invitationEmailsDaily - 3;
  await sql.query(
    `INSERT INTO invitation (id, token_hash, role, created_by_id, email, revoked_at)
     SELECT gen_random_uuid(), sha256(n::text::bytea), 'member', $1, 'x@team.test', now()
     FROM generate_series(1, $2::int) n`,
    [ada.userId, left],
  );
  const terms = { role: 'member', hours: 24, conversationIds: [], emails: ['fay@team.test'] } as const;
  const sent = mailInvitations(ada, { ...terms, conversationIds: [], emails: [...terms.emails] });
  await expect(sent).rejects.toMatchObject({ code: 'conflict' });
});
