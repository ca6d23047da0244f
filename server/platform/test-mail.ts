import { SMTPServer } from 'smtp-server';
import { freePort } from './free-port.ts';

/** A mail as the server received it. */
export interface ReceivedMail {
  to: string;
  subject: string;
  /** Its plain part, as people read it. */
  text: string;
  /** All of it, as it came, without the line breaks of quoted-printable and of long headers. */
  raw: string;
}

/** A mail server that keeps what it is given. */
export interface MailServer {
  /** What SMTP_URL names. */
  url: string;
  received: ReceivedMail[];
  /** The first one that has come, or still comes, to this address with this subject. */
  mailTo(address: string, subject: RegExp): Promise<ReceivedMail>;
  close(): Promise<void>;
}

/** Milliseconds to wait for what must come. */
const DEADLINE = 20_000;

/** At this port, or at any. */
export async function startMailServer(at?: number): Promise<MailServer> {
  const port = at ?? (await freePort());
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, { envelope }, answer) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString();
        for (const { address } of envelope.rcptTo) received.push({ to: address, ...read(raw) });
        answer();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    async mailTo(address, subject) {
      for (const until = Date.now() + DEADLINE; Date.now() < until; ) {
        const found = received.find((mail) => mail.to === address && subject.test(mail.subject));
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`No fitting mail came to ${address}; received: ${JSON.stringify(received)}`);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The token of the link in a mail, such as the one that /reset/ leads to. */
export function tokenIn({ text }: ReceivedMail): string {
  const token = /\/(?:reset|confirm)\/([\w-]+)/.exec(text)?.[1];
  if (!token) throw new Error(`There is no link in: ${text}`);
  return token;
}

/** The subject and the first part, without the line breaks of quoted-printable (RFC 2045, 6.7). */
function read(raw: string): Omit<ReceivedMail, 'to'> {
  const plain = raw.replace(/=\r\n/g, '');
  const subject = /^Subject: ((?:.*)(?:\r\n .*)*)/m.exec(plain)?.[1]?.replace(/\r\n/g, '') ?? '';
  const text = plain.slice(plain.indexOf('text/plain'), plain.indexOf('text/html'));
  return { subject, text, raw: plain.replace(/\r\n[ \t]+/g, ' ') };
}
