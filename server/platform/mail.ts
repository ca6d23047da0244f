import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import type { Carrier, Mail } from './mail-carriers.ts';

interface Mailer {
  address: string;
  /** Whether a server takes it. */
  isSent: boolean;
  /** Made for the first mail: what it is made of are many files, and many a server never sends one. */
  carrier: Promise<Carrier> | null;
  open(): Promise<Carrier>;
}

let current: Mailer | null = null;

type MailConfig = Pick<Config, 'smtpUrl' | 'mailFrom' | 'dataDir' | 'publicUrl' | 'port'>;

/** Opens the way that mail takes, and says which in one line. Gives what closes it. */
export function openMail(config: MailConfig, log: Pick<Log, 'info'>): () => void {
  const { smtpUrl, mailFrom, dataDir } = config;
  const folder = join(dataDir, 'mail');
  const mailer: Mailer = {
    carrier: null,
    async open() {
      const { toFolder, toServer } = await import('./mail-carriers.ts');
      return smtpUrl === null ? toFolder(folder, mailFrom) : toServer(smtpUrl, mailFrom);
    },
    address: config.publicUrl ?? `http://localhost:${config.port}`,
    isSent: smtpUrl !== null,
  };
  if (smtpUrl === null) log.info(`Mail is written to ${folder}: set SMTP_URL to have it sent`);
  else log.info(`Mail goes to ${new URL(smtpUrl).host}`);
  if (smtpUrl !== null && config.publicUrl === null)
    log.info(`Links in mails lead to ${mailer.address}: set PUBLIC_URL to the address that people reach`);
  current = mailer;
  return () => {
    if (current === mailer) current = null;
    void mailer.carrier?.then((carrier) => carrier.close());
  };
}

/**
 * Hands a mail over. Resolves when the server has answered 250, or the file is written. Throws JobRefused when the
 * server refuses this mail for good, and anything else when it may be tried again.
 */
export async function sendMail(mail: Mail): Promise<void> {
  if (!current) throw new Error('Mail is not open');
  current.carrier ??= current.open();
  await (await current.carrier).send(mail);
}

/** Where people reach Parley, as a mail says it. */
export function mailedAddress(): string {
  if (!current) throw new Error('Mail is not open');
  return current.address;
}

/** Whether mail reaches people: not where it is written to a folder. */
export function isMailSent(): boolean {
  return current?.isSent ?? false;
}
