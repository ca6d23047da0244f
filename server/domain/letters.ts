import { mailedAddress, sendMail } from '#platform/mail.ts';

/** Names under which nobody has mail (RFC 2606): those of the seed and of tests. */
const nobodys = /@(.+\.)?(example(\.[a-z]+)?|invalid)$/i;

/** Mail of ours to one person, in plain paragraphs. */
export interface Letter {
  /** See `Mail.id`. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  /** A path of ours (`/reset/…`) is written as the address that leads there. */
  paragraphs: (string | { path: string })[];
  /** A path of ours: who posts to it gets no more such mail (RFC 8058). */
  stopPath?: string;
}

/** Sends a letter; one to nobody is sent by being written. Throws as `sendMail` does. */
export async function sendLetter({ id, to, subject, paragraphs, stopPath }: Letter): Promise<void> {
  if (nobodys.test(to.address)) return;
  const lines = paragraphs.map((paragraph) =>
    typeof paragraph === 'string'
      ? { text: paragraph, html: escaped(paragraph) }
      : linked(`${mailedAddress()}${paragraph.path}`),
  );
  await sendMail({
    ...{ id, to, subject },
    ...(stopPath === undefined ? {} : { stopUrl: `${mailedAddress()}${stopPath}` }),
    text: `${lines.map(({ text }) => text).join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">${lines
      .map(({ html }) => `<p>${html}</p>`)
      .join('')}</body></html>`,
  });
}

function linked(address: string): { text: string; html: string } {
  return { text: address, html: `<a href="${escaped(address)}">${escaped(address)}</a>` };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
