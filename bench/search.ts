import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { v4 as uuidv4 } from 'uuid';
import { type ConversationId, clientId } from '#contract/ids.ts';
import { searchQuery } from '#contract/search.ts';
import type { Actor } from '#domain/actor.ts';
import { sendMessage } from '#domain/messages.ts';
import { searchMessages } from '#domain/search.ts';
import { indexSome } from '#domain/search-index.ts';
import { startIndexer } from '#domain/search-indexer.ts';
import { storeChannels, storePeople } from '#domain/test-people.ts';
import { openDatabase } from '#platform/database.ts';
import { applyMigrations } from '#platform/migrations.ts';
import { startTemporaryDatabase } from '#scripts/temporary-database.ts';

// What a search costs beside reading everything (LIKE), how quickly the index follows, and what searching and following
// take from sending. `node bench/search.ts [messages]`; 100,000 unless said otherwise. Everything shares the machine.

const MESSAGES = Number(process.argv[2] ?? 100_000);
const CHANNELS = 20;
const ROUNDS = 3;
const ROUND_MS = 3_000;
const queries = [
  'word7',
  'word3 word5',
  '"word2 word9"',
  'word4321',
  'ord432',
  'wrod4321',
  'from:me word1',
  'nowhere',
];

const temporary = await startTemporaryDatabase();
await applyMigrations({
  databaseUrl: temporary.url,
  directory: join(import.meta.dirname, '../prisma/migrations'),
});
const log = pino({ level: 'silent' });
const database = openDatabase(temporary.url, 10, log);
const sql = new pg.Pool({ connectionString: temporary.url, max: 1 });
try {
  const [actor, ...others] = await storePeople(sql, 5);
  if (!actor) throw new Error('Nobody is there');
  const channels = await storeChannels(sql, CHANNELS, [actor, ...others]);
  await storeMessages(channels, [actor, ...others]);
  await follow();
  await compareQueries(actor);
  await compareSends(actor, channels);
} finally {
  await Promise.all([database.close(), sql.end()]);
  await temporary.stop();
}

/** Messages of ten words each by Zipf's law, and a million times less of the rarest than of the most frequent. */
async function storeMessages(channels: ConversationId[], people: Actor[]): Promise<void> {
  await sql.query(
    `INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body)
     SELECT gen_random_uuid(), ($1::uuid[])[1 + n % $3], 1 + n / $3, 1 + n / $3, ($2::uuid[])[1 + n % 5], gen_random_uuid(),
       (SELECT string_agg('word' || floor(exp(random() * ln(20000)))::int, ' ') FROM generate_series(1, 10 + n * 0))
     FROM generate_series(0, $4::int - 1) AS n`,
    [channels, people.map(({ userId }) => userId), CHANNELS, MESSAGES],
  );
  await sql.query(`UPDATE conversation c SET last_seq = m.last, version = m.last FROM (
    SELECT conversation_id, max(seq) AS last FROM message GROUP BY 1) AS m WHERE m.conversation_id = c.id`);
  await sql.query('VACUUM ANALYZE');
}

async function follow(): Promise<void> {
  const begun = performance.now();
  while (await indexSome(null));
  const seconds = (performance.now() - begun) / 1_000;
  await sql.query('VACUUM ANALYZE');
  console.log(
    `taken in: ${MESSAGES} messages in ${seconds.toFixed(1)} s, ${Math.round(MESSAGES / seconds)} a second`,
  );
}

async function compareQueries(actor: Actor): Promise<void> {
  for (const q of queries) {
    const own = await median(() => searchMessages(actor, searchQuery.parse({ q })));
    const like = await median(() =>
      sql.query('SELECT * FROM message WHERE body LIKE $1 ORDER BY created_at DESC LIMIT 20', [
        `%${q.replace(/^.*:\S+ |"/g, '')}%`,
      ]),
    );
    console.log(
      `${q}: ${own.toFixed(1)} ms, by LIKE ${like.toFixed(1)} ms, ratio ${(like / own).toFixed(1)}`,
    );
  }
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return middle(times);
}

/** Sends in turns, several rounds of each: alone, with the index following, and with searches on top of that. */
async function compareSends(actor: Actor, channels: ConversationId[]): Promise<void> {
  const rates = { alone: [] as number[], followed: [] as number[], searched: [] as number[] };
  const searches: number[] = [];
  await sendsPerSecond(actor, channels);
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.alone.push(await sendsPerSecond(actor, channels));
    const stop = startIndexer(log);
    rates.followed.push(await sendsPerSecond(actor, channels));
    const begun = performance.now();
    const stopSearching = search(actor);
    rates.searched.push(await sendsPerSecond(actor, channels));
    const took = performance.now() - begun;
    searches.push(((await stopSearching()) * 1_000) / took);
    await stop();
    while (await indexSome(null));
  }
  const [alone, followed, searched] = [middle(rates.alone), middle(rates.followed), middle(rates.searched)];
  console.log(
    `sends: ${alone} a second alone; ${followed} while followed (${(followed / alone).toFixed(2)}); ${searched} with ${Math.round(middle(searches))} searches a second on top of that (${(searched / alone).toFixed(2)})`,
  );
}

/** Searches, eight at a time, until the function it gives is called, which answers how many there were. */
function search(actor: Actor): () => Promise<number> {
  let isSearching = true;
  const searching = Array.from({ length: 8 }, async () => {
    let searches = 0;
    for (; isSearching; searches += 1)
      await searchMessages(actor, searchQuery.parse({ q: queries[searches % queries.length] }));
    return searches;
  });
  return async () => {
    isSearching = false;
    return (await Promise.all(searching)).reduce((sum, count) => sum + count, 0);
  };
}

function middle(values: number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

async function sendsPerSecond(actor: Actor, channels: ConversationId[]): Promise<number> {
  const end = performance.now() + ROUND_MS;
  const counts = channels.map(async (conversationId) => {
    let sent = 0;
    for (; performance.now() < end; sent += 1)
      await sendMessage(actor, {
        conversationId,
        clientId: clientId.parse(uuidv4()),
        body: `word${sent} of a load`,
      });
    return sent;
  });
  const sent = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  return Math.round(sent / (ROUND_MS / 1_000));
}
