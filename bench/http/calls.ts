import type { Acknowledged } from '#bench/audit.ts';
import { bodyOf, clientIdOf, microseconds } from '#bench/messages.ts';
import type { Answer } from './connection.ts';

// What the clients of a load ask, and what each answer must hold. Every answer is checked; what takes long to check, of
// one in some.

/** A conversation whose messages a load reads. */
export interface Readable {
  id: string;
  lastSeq: number;
}

interface Page {
  path: string;
  holds: string[];
}

/** What all clients of a load do. */
export type Work =
  /** Pages of 50 anywhere in these conversations. */
  | { kind: 'history'; conversations: Readable[] }
  /** The newest pages of these conversations, which have not changed since they were read. */
  | { kind: 'unchanged'; conversations: Readable[] }
  /** A message each time, in one of these conversations: the first client in the first, and so on. */
  | { kind: 'post'; conversationIds: string[] }
  | { kind: 'sync'; conversations: number }
  /** HTML that holds what each says, and so many messages; drawn anew each time, for a look that nobody had yet. */
  | { kind: 'page'; pages: Page[]; articles: number; encoding?: string; isNew?: boolean }
  /** Each of these in turn; all that is found has to hold the word. */
  | { kind: 'search'; words: string[] };

/** What one client asks next, and whether the answer is right: `check` throws when it is not. */
export interface Call {
  request: string;
  check(answer: Answer): void;
}

/** Who asks: the number of the client, and the header fields that all its requests have. */
export interface Client {
  nth: number;
  fields: string;
  ask(request: string): Promise<Answer>;
  /** Where acknowledged messages are noted: their clientIds by conversation. */
  posted: Acknowledged;
}

/** Makes what one client does: each call of the function that it gives is the next call of the client. */
export async function callsOf(work: Work, client: Client): Promise<() => Call> {
  switch (work.kind) {
    case 'history':
      return historyCalls(work.conversations, client);
    case 'unchanged':
      return await unchangedCalls(work.conversations, client);
    case 'post':
      return postCalls(work.conversationIds, client);
    case 'sync':
      return syncCalls(work.conversations, client);
    case 'page':
      return pageCalls(work, client);
    case 'search':
      return searchCalls(work.words, client);
  }
}

/** One answer in so many is read as a whole. */
const READ = 20;
const PAGE = 50;

function wrong(what: string, { status, body }: Answer): Error {
  return new Error(`${what}: ${status} ${body.toString('utf8', 0, 400)}`);
}

function demand(isRight: boolean, what: string, answer: Answer): asserts isRight {
  if (!isRight) throw wrong(what, answer);
}

function get(path: string, { fields }: Client, more = ''): string {
  return `GET ${path} HTTP/1.1\r\n${fields}${more}\r\n`;
}

interface PageOfHistory {
  items: { seq: number; authorId: string; body: string; reactions: { userIds: string[] }[] }[];
}

function historyCalls(conversations: Readable[], client: Client): () => Call {
  let calls = client.nth;
  return () => {
    calls += 1;
    const { id, lastSeq } = pick(conversations);
    const before = 1 + PAGE + Math.floor(Math.random() * (lastSeq + 1 - PAGE));
    const isRead = calls % READ === 0;
    return {
      request: get(`/api/v1/conversations/${id}/messages?before=${before}&limit=${PAGE}`, client),
      check(answer) {
        demand(answer.status === 200, 'A page of history', answer);
        const holds = (seq: number) =>
          [':', ': '].some((sign) => answer.body.includes(`"seq"${sign}${seq},`));
        demand(holds(before - 1) && holds(before - PAGE), 'Messages are missing', answer);
        if (isRead) checkPage(answer, before);
      },
    };
  };
}

/** All fifty are there, in order, with their authors, texts and reactions (seed-messages.ts: every tenth has some). */
function checkPage(answer: Answer, before: number): void {
  const { items }: PageOfHistory = JSON.parse(answer.body.toString('utf8'));
  const isRight = items.every(
    ({ seq, authorId, body, reactions }, index) =>
      seq === before - PAGE + index &&
      authorId.length === 36 &&
      body !== '' &&
      (reactions[0]?.userIds.length ?? 0) === (seq % 10 === 0 ? 2 : 0),
  );
  demand(items.length === PAGE && isRight, 'A page of history is not what it should be', answer);
}

/** What is known of pages, by the request for them: the turns after the first ask for nothing else. */
const etags = new Map<string, string>();

async function unchangedCalls(conversations: Readable[], client: Client): Promise<() => Call> {
  const known: { path: string; etag: string }[] = [];
  for (const { id } of conversations) {
    const path = `/api/v1/conversations/${id}/messages?limit=${PAGE}`;
    const request = get(path, client);
    const etag = etags.get(request) ?? (await readEtag(request, client));
    etags.set(request, etag);
    known.push({ path, etag });
  }
  return () => {
    const { path, etag } = pick(known);
    return {
      request: get(path, client, `If-None-Match: ${etag}\r\n`),
      check: (answer) =>
        demand(answer.status === 304 && answer.body.length === 0, 'A page that has not changed', answer),
    };
  };
}

async function readEtag(request: string, client: Client): Promise<string> {
  const answer = await client.ask(request);
  const etag = /^etag: *(\S+)/im.exec(answer.head)?.[1];
  demand(answer.status === 200 && etag !== undefined, 'The first page', answer);
  return etag;
}

function postCalls(conversationIds: string[], client: Client): () => Call {
  const conversationId = conversationIds[client.nth % conversationIds.length] ?? '';
  client.posted[conversationId] ??= [];
  const posted = client.posted[conversationId];
  let calls = 0;
  return () => {
    calls += 1;
    const clientId = clientIdOf(client.nth, calls, microseconds());
    const body = bodyOf(clientId);
    const text = JSON.stringify({ clientId, body });
    return {
      request: `POST /api/v1/conversations/${conversationId}/messages HTTP/1.1\r\n${client.fields}Content-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
      check(answer) {
        demand(answer.status === 201, 'A message', answer);
        const message: { clientId: string; body: string } = JSON.parse(answer.body.toString('utf8'));
        demand(message.clientId === clientId && message.body === body, 'Another message', answer);
        posted.push(clientId);
      },
    };
  };
}

function syncCalls(conversations: number, client: Client): () => Call {
  let calls = client.nth;
  return () => {
    calls += 1;
    const isRead = calls % READ === 0;
    return {
      request: get('/api/v1/sync', client),
      check(answer) {
        demand(answer.status === 200, 'A sync', answer);
        demand(answer.body.length > conversations * 300, 'A sync that is too short', answer);
        if (!isRead) return;
        const found: { conversations: unknown[]; hasMore: boolean } = JSON.parse(
          answer.body.toString('utf8'),
        );
        demand(found.conversations.length === conversations && !found.hasMore, 'Not all of a sync', answer);
      },
    };
  };
}

function pageCalls(
  { pages, articles, encoding, isNew }: Work & { kind: 'page' },
  client: Client,
): () => Call {
  const compressed = encoding === undefined ? '' : `Accept-Encoding: ${encoding}\r\n`;
  const document = `Accept: text/html\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: none\r\n${compressed}`;
  let calls = client.nth;
  return () => {
    calls += 1;
    const isRead = calls % READ === 0;
    const { path, holds } = pick(pages);
    const look = isNew ? `Cookie: parley-look=${Math.random()}\r\n` : '';
    return {
      request: get(path, client, document + look),
      check(answer) {
        demand(answer.status === 200 && answer.body.length > 1_000, 'A page', answer);
        if (encoding !== undefined) return;
        for (const text of isRead ? holds : holds.slice(0, 1))
          demand(answer.body.includes(text), `A page without ${text}`, answer);
        demand(countOf(answer.body, '<article') === articles, 'Another number of messages', answer);
      },
    };
  };
}

function countOf(body: Buffer, text: string): number {
  let count = 0;
  for (let at = body.indexOf(text); at !== -1; at = body.indexOf(text, at + 1)) count += 1;
  return count;
}

interface Hits {
  items: { message: { body: string }; highlights: unknown[] }[];
  isSimilar: boolean;
}

function searchCalls(words: string[], client: Client): () => Call {
  let calls = client.nth;
  return () => {
    calls += 1;
    const word = words[calls % words.length] ?? '';
    return {
      request: get(`/api/v1/search?q=${encodeURIComponent(word)}`, client),
      check(answer) {
        demand(answer.status === 200, `A search for ${word}`, answer);
        const { items, isSimilar }: Hits = JSON.parse(answer.body.toString('utf8'));
        const holds = items.every(({ message }) =>
          word.split(' ').every((part) => message.body.includes(part)),
        );
        demand(items.length > 0 && holds && !isSimilar, `Not what ${word} has to find`, answer);
      },
    };
  };
}

function pick<Item>(items: Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from');
  return item;
}
