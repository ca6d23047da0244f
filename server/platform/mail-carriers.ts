import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConsecutiveBreaker, circuitBreaker, handleWhen, TimeoutStrategy, timeout, wrap } from 'cockatiel';
import nodemailer from 'nodemailer';
import { JobRefused } from './job-runner.ts';

/** Milliseconds for the connection, for a word of the server, and for all of one mail. */
const CONNECTION_TIMEOUT = 10_000;
const ANSWER_TIMEOUT = 20_000;
const MAIL_TIMEOUT = 45_000;
/** After so many failures in a row the server is left alone for so many milliseconds. */
const FAILURES = 5;
const LEFT_ALONE = 30_000;
/** Mails kept in the folder, the newest. */
const MOST_KEPT = 200;

/** One mail to one person. */
export interface Mail {
  /** Makes its Message-ID: the same for the same mail, however often it is tried. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Of a mail that comes again and again: who posts to it gets no more (RFC 8058). */
  stopUrl?: string;
}

/** Takes mails to where they go. */
export interface Carrier {
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** What nodemailer is told of a mail: names and addresses as data, from which it makes the headers. */
function contentOf({ id, to, subject, text, html, stopUrl }: Mail, from: string) {
  return {
    from: { name: 'Parley', address: from },
    to,
    subject,
    text,
    html,
    messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    // Nobody is there to read an answer of an answering machine (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', ...(stopUrl === undefined ? {} : stopHeaders(stopUrl)) },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Programs that show mail have a button for it: RFC 2369, 3.2, and RFC 8058, 3.1. */
function stopHeaders(url: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

/** Hands mails to a server. */
export function toServer(url: string, mailFrom: string): Carrier {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: CONNECTION_TIMEOUT,
    greetingTimeout: CONNECTION_TIMEOUT,
    socketTimeout: ANSWER_TIMEOUT,
  });
  // A server that refuses one person's address is well.
  const policy = wrap(
    circuitBreaker(
      handleWhen((error) => !(error instanceof JobRefused)),
      { halfOpenAfter: LEFT_ALONE, breaker: new ConsecutiveBreaker(FAILURES) },
    ),
    timeout(MAIL_TIMEOUT, TimeoutStrategy.Aggressive),
  );
  return {
    async send(mail) {
      await policy.execute(async () => {
        try {
          await transport.sendMail(contentOf(mail, mailFrom));
        } catch (error) {
          throw refusalOf(error) ?? error;
        }
      });
    },
    close: () => transport.close(),
  };
}

/** What a server refuses for good (RFC 5321, 4.2.1: 5yz) about this mail; not a wrong password, which gets mended. */
function refusalOf(error: unknown): JobRefused | null {
  if (!(error instanceof Error && 'responseCode' in error && 'code' in error)) return null;
  const { responseCode, code } = error;
  if (typeof responseCode !== 'number' || responseCode < 500) return null;
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return null;
  return new JobRefused(`The mail server refused the mail: ${responseCode}`);
}

/** Writes mails into a folder. */
export function toFolder(folder: string, mailFrom: string): Carrier {
  const writer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(mail) {
      const { message } = await writer.sendMail(contentOf(mail, mailFrom));
      if (!Buffer.isBuffer(message)) throw new Error('The mail was not written down');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Under the same name again it is the same mail.
      const file = join(folder, `${mail.id}.eml`);
      await writeFile(`${file}.part`, message, { mode: 0o600 });
      await rename(`${file}.part`, file);
      await removeOldest(folder);
    },
    close: () => writer.close(),
  };
}

/** Keeps the newest mails. */
async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
  if (names.length <= MOST_KEPT) return;
  const files = await Promise.all(
    names.map(async (name) => ({ name, time: (await stat(join(folder, name))).mtimeMs })),
  );
  files.sort((left, right) => left.time - right.time);
  for (const { name } of files.slice(0, -MOST_KEPT)) await rm(join(folder, name), { force: true });
}
