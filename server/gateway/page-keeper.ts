import { hash, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '#platform/log.ts';
import { holdPage } from './held-page.ts';
import { conversationKind, type Kind, type Loaded, signInKind } from './kept-kinds.ts';
import type { KeptPage } from './kept-pages.ts';
import { withInput } from './page-input.ts';
import { openRows } from './page-rows.ts';
import { cutPage, type PageTemplate } from './page-template.ts';
import { sendPlainly } from './plain-pages.ts';

// A page is made of what was read for it and of nothing else, so as long as nothing of that is written it need not be
// made twice. Whether it was is asked each time, with every question of who may, so nothing has to be forgotten or
// announced (docs/decisions/049-pages-by-state.md).

/** Milliseconds for which pages take it to be the same time. In every time zone a day begins at such a moment. */
const moment = 15 * 60_000;

const policyHeader = 'content-security-policy';

/** Who asks for a page, and how it is made: called when nothing has been written yet. */
interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  make: () => void;
}

/** Answers a page that is kept; else has it made, and keeps it if it is of a kind that is kept. */
export function createPageKeeper(log: Log): (asked: Asked) => void {
  const kinds = [conversationKind(log), signInKind()];
  return (asked) => {
    const { method, url = '' } = asked.request;
    const kind = method === 'GET' ? kinds.find(({ address }) => address.test(url)) : undefined;
    if (!kind) return makePlainly(asked);
    look(kind, asked.request).then(
      (found) => (found ? answer(kind, found, asked) : makePlainly(asked)),
      // Refused, not there, or the database is away: the page says so.
      (failure: unknown) => withInput({ ...asked, make: () => makePlainly(asked) }, { failure }),
    );
  };
}

/** A page that is kept, with the cursor to send it with; or what there is to make it of. */
type Looked = {
  key: string;
  /** What of the request it may depend on. */
  own: Record<string, string>;
  now: number;
} & ({ kept: KeptPage; cursor: string } | { kept: null; loaded: Loaded });

async function look(kind: Kind, request: IncomingMessage): Promise<Looked | null> {
  const found = await kind.find(request);
  if (!found) return null;
  const now = Math.floor(Date.now() / moment) * moment;
  const own = ownHeaders(request.headers);
  const key = hash('sha256', JSON.stringify([request.url, own, now, found.whose]), 'base64');
  const kept = kind.kept.find(key);
  const cursor = kept ? await kept.again.ask() : null;
  if (kept && cursor !== null) return { key, own, now, kept, cursor };
  return { key, own, now, kept: null, loaded: await found.load() };
}

function makePlainly({ request, response, make }: Asked): void {
  sendPlainly(request, response);
  make();
}

function answer(kind: Kind, { key, own, now, ...found }: Looked, asked: Asked): void {
  const { request, response } = asked;
  const { headers } = request;
  const accepted = String(headers['accept-encoding'] ?? '');
  const policy = String(headers[policyHeader]);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
  const cursor = found.kept ? found.cursor : found.loaded.cursor;

  async function send(template: PageTemplate, end: (body: Uint8Array) => void): Promise<void> {
    const [encoding, body] = await kind.pack(template, [nonce, cursor], accepted);
    if (encoding) response.setHeader('Content-Encoding', encoding);
    response.appendHeader('Vary', 'Accept-Encoding');
    response.setHeader('Content-Length', body.length);
    end(body);
  }
  // A page that cannot be packed (for want of memory), or is none: whoever waits for it asks again.
  const giveUp = () => response.destroy();

  if (found.kept) {
    for (const [name, value] of found.kept.headers) response.setHeader(name, value);
    send(found.kept.template, (body) => response.end(body)).catch(giveUp);
    return;
  }
  const { input, again } = found.loaded;
  // Next is told what stands in the key, so that nothing else can matter.
  for (const name of Object.keys(headers)) delete headers[name];
  Object.assign(headers, own, { [policyHeader]: policy });
  const before = new Set(response.getHeaderNames());
  // Drawn by lot: it cannot stand in the page already.
  const hole = randomUUID();
  const rows = openRows(hole, response);

  async function finish(written: string, end: (body: Uint8Array) => void): Promise<void> {
    const html = rows.fill(written);
    if (cursor !== '' && !html.includes(hole)) throw new Error('This page was made of something else');
    const template = await cutPage(kind.finish(html), [nonce, hole]);
    const added = Object.entries(response.getHeaders()).flatMap(([name, value]) =>
      value === undefined || before.has(name) ? [] : [[name, value] as const],
    );
    if (isWhole(html)) {
      rows.keep(html);
      kind.kept.keep(key, { template, headers: added, again });
    }
    await send(template, end);
  }
  holdPage(response, (written, end) => finish(written.toString('utf8'), end).catch(giveUp));
  withInput(asked, { ...input(hole), now });
}

/** What a page may depend on: where people reach the server, and how this browser wants its pages to look. */
function ownHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const looks = headers.cookie?.split('; ').filter((pair) => pair.startsWith('parley-')) ?? [];
  return {
    host: headers.host ?? 'localhost',
    'x-forwarded-host': String(headers['x-forwarded-host']),
    'x-forwarded-proto': String(headers['x-forwarded-proto']),
    cookie: looks.join('; '),
  };
}

/** Whether no part of it failed while it was drawn (React leaves such a mark for the browser to try again). */
function isWhole(html: string): boolean {
  return html.endsWith('</html>') && !/<!--\$!-->|<template data-dgst/.test(html);
}
