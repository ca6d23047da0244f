import type { IncomingMessage } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { TLSSocket } from 'node:tls';
import { z } from 'zod';
import { describeDrift } from './database.ts';
import { createFindings, type Installation, type Look, wordsOf } from './finding.ts';
import { isPublic } from './settings.ts';

/** Milliseconds within which an answer must come. */
const TIMEOUT = 8_000;
/** Milliseconds by which two clocks may differ: a Date header has whole seconds. */
const MOST_DRIFT = 3_000;
const DAY = 24 * 60 * 60 * 1_000;
/** Days before its end in which a certificate should have been renewed. */
const RENEWAL = 14;
/** Bytes of an answer that are read. */
const MOST_READ = 64 * 1024;

/** Where people reach this Parley: the address they are told, or where it listens. */
function addressOf({ config }: Installation): string {
  return config.publicUrl ?? `http://localhost:${config.port}`;
}

const readiness = z.object({
  status: z.string(),
  checks: z.record(z.string(), z.object({ ok: z.boolean() })),
});

/** The way people take: name, certificate, proxy, and Parley behind it. */
export const lookAtAddress: Look = async (installation) => {
  const { findings, when } = createFindings('address');
  const address = addressOf(installation);
  const answer = await ask(`${address}/readyz`).catch((error: unknown) => {
    when(true, `${address} cannot be reached: ${wordsOf(error)}.`, adviceFor(error));
    return null;
  });
  if (!answer) return findings;
  const report = readiness.safeParse(parseJson(answer.body));
  when(
    !report.success && answer.status >= 500,
    `${address} answers ${answer.status}: the proxy does not reach Parley.`,
    'Start Parley, and let the proxy pass requests on to where it listens (HOST and PORT).',
  );
  when(
    !report.success && answer.status < 500,
    `What answers at ${address} (with ${answer.status}) is not Parley.`,
    'Let the name and the proxy lead to where Parley listens (HOST and PORT), or correct PUBLIC_URL.',
  );
  for (const [name, { ok }] of Object.entries(report.data?.checks ?? {}))
    when(
      !ok,
      `Parley says that its check "${name}" fails.`,
      'Its log says why, and so does /readyz on METRICS_PORT.',
    );
  const date = Date.parse(answer.date ?? '');
  const drift = date + 500 - (answer.asked + answer.answered) / 2;
  when(
    Math.abs(drift) > MOST_DRIFT,
    `The clock of ${new URL(address).host} is ${describeDrift(drift)} this machine's.`,
    'Let both follow a time server (chrony, systemd-timesyncd).',
  );
  const left = answer.certificateEnds === null ? null : (answer.certificateEnds - answer.asked) / DAY;
  when(
    left !== null && left < RENEWAL,
    `The certificate of ${new URL(address).host} ends in ${Math.max(0, Math.floor(left ?? 0))} days.`,
    'See in the log of the proxy why it was not renewed.',
  );
  const metrics = await ask(`${address}/metrics`).catch(() => null);
  when(
    metrics?.body.includes('parley_') === true,
    `Strangers can read the metrics at ${address}/metrics.`,
    'Let the proxy pass on nothing to METRICS_PORT.',
  );
  return findings;
};

/** Live delivery goes over WebSocket, which many proxies pass on only when they are told to. */
export const lookAtWebSocket: Look = async (installation) => {
  const { findings, when } = createFindings('websocket');
  const address = addressOf(installation);
  const answer = await ask(`${address}/socket.io/?EIO=4&transport=websocket`, {
    Origin: new URL(address).origin,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': Buffer.from('sixteen bytes!!!').toString('base64'),
  }).catch(() => null);
  // That nothing answers at all is told by `lookAtAddress`.
  when(
    answer !== null && answer.status !== 101 && answer.status !== 429,
    `${address} does not open a WebSocket (it answers ${answer?.status}): everybody falls back to long polling.`,
    'Let the proxy pass the headers Upgrade, Connection and Origin on (docs/operating.md).',
  );
  return findings;
};

/** Whether Parley can tell people apart behind the proxy. */
export const lookAtForwarding: Look = async ({ config }) => {
  const { findings, when } = createFindings('proxy');
  const { publicUrl, trustProxy } = config;
  when(
    publicUrl?.startsWith('https:') === true && isPublic(publicUrl) && trustProxy.ranges.length === 0,
    'People come through a proxy whose word about them is not trusted: all of them share the limits of one address.',
    'Set TRUST_PROXY to the addresses of the proxy (loopback, if it runs on this machine).',
  );
  return findings;
};

interface Answer {
  status: number;
  body: string;
  date: string | undefined;
  /** When the certificate ends, in ms as `Date.now` has them; null without one. */
  certificateEnds: number | null;
  asked: number;
  answered: number;
}

/** One request, as a stranger makes it; an upgrade counts as an answer and is closed. */
function ask(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const asked = Date.now();
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  const request = send(url, { headers, agent: false, signal: AbortSignal.timeout(TIMEOUT) });
  const finish = (response: IncomingMessage, body: string) => {
    const { socket } = response;
    const ends = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : null;
    resolve({
      status: response.statusCode ?? 0,
      body,
      date: response.headers.date,
      certificateEnds: ends,
      asked,
      answered: Date.now(),
    });
    request.destroy();
  };
  request.on('upgrade', (response, socket) => {
    finish(response, '');
    socket.destroy();
  });
  request.on('response', (response) => {
    let body = '';
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      body += text;
      if (body.length > MOST_READ) finish(response, body);
    });
    response.on('end', () => finish(response, body));
    response.on('error', reject);
  });
  request.on('error', reject);
  request.end();
  return promise;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const advice: [codes: RegExp, words: string][] = [
  [/ENOTFOUND|EAI_AGAIN/, 'Give the name an address in the DNS, or correct PUBLIC_URL.'],
  [/ECONNREFUSED/, 'Start Parley and the proxy in front of it, or correct PUBLIC_URL.'],
  [/ABORT|TIMEOUT|EHOSTUNREACH|ENETUNREACH/, 'Let firewalls pass the port, and see that the proxy runs.'],
  [
    /CERT|SIGNATURE|ALTNAME|ISSUER|SSL|TLS/,
    'Give the proxy a certificate that browsers trust for this name.',
  ],
];

function adviceFor(error: unknown): string {
  const { code, name, message } =
    error instanceof Error
      ? { code: '', ...error, name: error.name, message: error.message }
      : { code: '', name: '', message: '' };
  const text = `${code} ${name} ${message}`.toUpperCase();
  return (
    advice.find(([codes]) => codes.test(text))?.[1] ?? 'See the log of the proxy, or correct PUBLIC_URL.'
  );
}
