import nodemailer from 'nodemailer';
import { createFindings, type Look, wordsOf } from './finding.ts';

const TIMEOUT = 8_000;

/** Whether the mail server takes us: a connection, its TLS, and the sign-in; no mail is sent. */
export const lookAtMail: Look = async ({ config }) => {
  const { findings, when } = createFindings('mail');
  if (config.smtpUrl === null) return findings;
  const transport = nodemailer.createTransport({
    url: config.smtpUrl,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
  });
  try {
    await transport.verify();
  } catch (error) {
    const isSignIn = error instanceof Error && 'code' in error && error.code === 'EAUTH';
    const { host } = new URL(config.smtpUrl);
    when(
      true,
      isSignIn
        ? `The mail server ${host} refuses the user and password in SMTP_URL.`
        : `The mail server ${host} does not take us: ${wordsOf(error)}.`,
      isSignIn
        ? 'Correct them; escape signs such as @ and / in them (%40, %2F).'
        : 'Start it, or correct SMTP_URL.',
    );
  } finally {
    transport.close();
  }
  return findings;
};
