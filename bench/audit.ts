import { setTimeout as delay } from 'node:timers/promises';
import type { BenchDatabase } from './measure.ts';
import { bodyOf, rareWordOf } from './messages.ts';

/** What was acknowledged: clientIds by conversation. */
export type Acknowledged = Record<string, string[]>;

/** What several turns had acknowledged. */
export function allOf(turns: Acknowledged[]): Acknowledged {
  const all: Acknowledged = {};
  for (const [id, clientIds] of turns.flatMap((turn) => Object.entries(turn)))
    all[id] = [...(all[id] ?? []), ...clientIds];
  return all;
}

/** The same turns; all that they had acknowledged is added to `kept`, also of those that do not count. */
export function keeping<Result>(
  kept: Acknowledged[],
  take: (milliseconds: number) => Promise<Result>,
  acknowledgedIn: (turn: Result) => Acknowledged,
): (milliseconds: number) => Promise<Result> {
  return async (milliseconds) => {
    const turn = await take(milliseconds);
    kept.push(acknowledgedIn(turn));
    return turn;
  };
}

export interface Audit {
  /** Compares what was acknowledged since the last time with what is stored. Throws where they differ. */
  check(acknowledged: Acknowledged): Promise<void>;
}

interface Options {
  database: BenchDatabase;
  /** Of the server that is searched. */
  url: string;
  /** The Cookie header of somebody who is in all the conversations. */
  cookie: string;
}

/** How long the search index may take to follow what was sent, in ms; messages that are looked for by search. */
const indexWithin = 240_000;
const SOUGHT = 10;
const POLL_MS = 50;

interface Row {
  seq: number;
  client_id: string;
  body: string;
}

/** Whether every acknowledged message is stored exactly once, where and as it was sent, and found. */
export function createAudit({ database, url, cookie }: Options): Audit {
  const isStored = createComparison(database, 'message');
  return {
    async check(acknowledged) {
      await isStored.check(acknowledged);
      await indexed(database, Object.keys(acknowledged));
      await found(url, cookie, acknowledged);
    },
  };
}

/** The first half of that, for a baseline's table. */
export function createBaselineAudit(database: BenchDatabase): Audit {
  return createComparison(database, 'baseline.message');
}

function createComparison({ sql }: BenchDatabase, table: string): Audit {
  /** Up to which number each conversation is audited. */
  const audited = new Map<string, number>();
  return {
    async check(acknowledged) {
      for (const [conversationId, clientIds] of Object.entries(acknowledged)) {
        const after = audited.get(conversationId) ?? 0;
        const { rows } = await sql.query<Row>(
          `SELECT seq, client_id, body FROM ${table} WHERE conversation_id = $1 AND seq > $2 ORDER BY seq`,
          [conversationId, after],
        );
        compare(rows, clientIds, after);
        audited.set(conversationId, after + rows.length);
      }
    },
  };
}

/** Throws unless the rows are what was acknowledged, each once, numbered without gaps. */
export function compare(rows: Row[], clientIds: string[], after: number): void {
  const awaited = new Set(clientIds);
  if (awaited.size !== clientIds.length) throw new Error('A message was acknowledged twice');
  for (const [index, { seq, client_id: clientId, body }] of rows.entries()) {
    if (seq !== after + 1 + index) throw new Error(`Number ${after + 1 + index} is missing, there is ${seq}`);
    if (!awaited.delete(clientId)) throw new Error(`Stored twice, or never acknowledged: ${clientId}`);
    if (body !== bodyOf(clientId)) throw new Error(`Stored with another text: ${clientId}: ${body}`);
  }
  if (awaited.size > 0)
    throw new Error(
      `Acknowledged and not stored: ${awaited.size} messages, ${awaited.values().next().value} the first`,
    );
}

/** Waits until the search index has all of these conversations, and looks whether it has every message. */
async function indexed({ sql }: BenchDatabase, conversationIds: string[]): Promise<void> {
  const deadline = performance.now() + indexWithin;
  for (;;) {
    const { rows } = await sql.query<{ behind: string }>(
      `SELECT coalesce(sum(c.version - coalesce(k.version, 0)), 0) AS behind
       FROM conversation c LEFT JOIN search_cursor k ON k.conversation_id = c.id WHERE c.id = ANY($1::uuid[])`,
      [conversationIds],
    );
    if (Number(rows[0]?.behind) === 0) break;
    if (performance.now() > deadline)
      throw new Error(`The search index is ${rows[0]?.behind} messages behind after ${indexWithin} ms`);
    await delay(POLL_MS);
  }
  const { rows } = await sql.query<{ missing: string }>(
    `SELECT count(*) AS missing FROM message m LEFT JOIN message_search s ON s.message_id = m.id
     WHERE m.conversation_id = ANY($1::uuid[]) AND s.message_id IS NULL`,
    [conversationIds],
  );
  if (Number(rows[0]?.missing) > 0) throw new Error(`The search index lacks ${rows[0]?.missing} messages`);
}

/** Looks for some of the messages as a member does, by the rare word in each, page by page. */
async function found(url: string, cookie: string, acknowledged: Acknowledged): Promise<void> {
  const all = Object.entries(acknowledged).flatMap(([conversationId, clientIds]) =>
    clientIds.map((clientId) => ({ conversationId, clientId })),
  );
  const step = Math.max(1, Math.floor(all.length / SOUGHT));
  for (let index = 0; index < all.length; index += step) {
    const sought = all[index];
    if (sought && !(await isFound(url, cookie, sought)))
      throw new Error(`Not found by search: ${sought.clientId}`);
  }
}

interface SearchPage {
  items: { message: { clientId: string } }[];
  nextCursor: string | null;
}

async function isFound(
  url: string,
  cookie: string,
  { conversationId, clientId }: { conversationId: string; clientId: string },
): Promise<boolean> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ q: rareWordOf(clientId), conversationId });
    if (cursor) query.set('cursor', cursor);
    const response = await fetch(`${url}/api/v1/search?${query}`, { headers: { cookie } });
    if (!response.ok) throw new Error(`The search answered ${response.status}: ${await response.text()}`);
    const page: SearchPage = await response.json();
    if (page.items.some(({ message }) => message.clientId === clientId)) return true;
    cursor = page.nextCursor;
  } while (cursor);
  return false;
}
