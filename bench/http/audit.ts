import { setTimeout as delay } from 'node:timers/promises';
import type { BenchDatabase } from '#bench/measure.ts';
import type { Posted } from './calls.ts';

/** Acknowledged messages that are looked for, and how long the search index has to take them in, in ms. */
const LOOKED_FOR = 10;
const INDEXED_WITHIN = 60_000;

interface Place {
  database: BenchDatabase;
  url: string;
  /** Of somebody who is in all the conversations. */
  cookie: string;
}

/**
 * Demands that the conversations, which had so many messages before, have exactly those besides that were acknowledged,
 * as they were written and in the position that was said, and that search finds them. Gives that in words.
 */
export async function auditPosts(
  { database, url, cookie }: Place,
  before: Map<string, number>,
  posted: Posted[],
): Promise<string> {
  const { rows } = await database.sql.query<Posted>(
    `SELECT m.id, m.conversation_id AS "conversationId", m.client_id AS "clientId", m.seq, m.body
     FROM message m JOIN unnest($1::uuid[], $2::int[]) AS c(id, seq) ON c.id = m.conversation_id AND m.seq > c.seq`,
    [[...before.keys()], [...before.values()]],
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  const lost = posted.filter((message) => !isSame(message, stored.get(message.id)));
  if (lost.length > 0) throw new Error(`Acknowledged and not stored so: ${JSON.stringify(lost.slice(0, 3))}`);
  if (rows.length !== posted.length)
    throw new Error(`${posted.length} messages were acknowledged, and ${rows.length} are there`);
  demandNoGaps(before, posted);
  const looked = posted.filter((_, index) => index % Math.ceil(posted.length / LOOKED_FOR) === 0);
  for (const message of looked) await find(url, cookie, message);
  return `${posted.length} acknowledged, each stored once; ${looked.length} looked for and found`;
}

function isSame(message: Posted, row: Posted | undefined): boolean {
  return (
    row?.conversationId === message.conversationId &&
    row.clientId === message.clientId &&
    row.seq === message.seq &&
    row.body === message.body
  );
}

function demandNoGaps(before: Map<string, number>, posted: Posted[]): void {
  for (const [id, last] of before) {
    const seqs = posted.flatMap(({ conversationId, seq }) => (conversationId === id ? [seq] : []));
    const isWhole = seqs.toSorted((left, right) => left - right).every((seq, nth) => seq === last + 1 + nth);
    if (!isWhole) throw new Error(`The numbers of ${id} have gaps, or some come twice`);
  }
}

async function find(url: string, cookie: string, { id, body }: Posted): Promise<void> {
  const word = body.split(' ').at(-1) ?? '';
  for (const end = performance.now() + INDEXED_WITHIN; performance.now() < end; await delay(200)) {
    const answer = await fetch(`${url}/api/v1/search?q=${word}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`A search answered ${answer.status}: ${await answer.text()}`);
    const { items }: { items: { message: { id: string } }[] } = await answer.json();
    if (items.some(({ message }) => message.id === id)) return;
  }
  throw new Error(`Search does not find ${word}`);
}
