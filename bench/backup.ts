import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { writeBackup } from '#backup/backup.ts';
import { moveDatabase } from '#backup/move.ts';
import { restoreBackup } from '#backup/restore.ts';
import { storeChannels, storePeople } from '#domain/test-people.ts';
import { applyMigrations } from '#platform/migrations.ts';
import { createTemporaryFolder, startTemporaryDatabase } from '#scripts/temporary-database.ts';
import { root } from '#scripts/tool.ts';

// How long a backup, a restore and a move take, how large an archive is and what memory it takes.
// `node bench/backup.ts [messages]`; 100,000 unless said otherwise. Everything shares the machine.

const MESSAGES = Number(process.argv[2] ?? 100_000);
const CHANNELS = 50;
const PEOPLE = 100;
const migrations = join(root, 'prisma', 'migrations');

const [from, to, third] = [
  await startTemporaryDatabase(),
  await startTemporaryDatabase(),
  await startTemporaryDatabase(),
];
const folder = await createTemporaryFolder();
try {
  await applyMigrations({ databaseUrl: from.url, directory: migrations });
  await fill(from.url);
  const dataDir = join(folder, 'data');
  let most = process.memoryUsage.rss();
  const idle = most;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const backup = await writeBackup({ databaseUrl: from.url, dataDir, to: join(folder, 'backups') });
  console.log(
    `backup: ${MESSAGES} messages, ${backup.rows} rows in ${backup.seconds.toFixed(1)} s, ${megabytes(backup.bytes)}; memory ${megabytes(idle)} before, ${megabytes(most)} at the most`,
  );
  const restored = await restoreBackup({ file: backup.file, databaseUrl: to.url, dataDir, migrations });
  console.log(`restore: ${restored.rows} rows, checked and read back, in ${restored.seconds.toFixed(1)} s`);
  const started = performance.now();
  const moved = await moveDatabase({ from: from.url, to: third.url, migrations });
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  clearInterval(watch);
  console.log(`move: ${moved.reduce((total, { rows }) => total + rows, 0)} rows, read back, in ${seconds} s`);
  console.log(`memory at the most, over all three: ${megabytes(most)}`);
} finally {
  await Promise.all([from.stop(), to.stop(), third.stop()]);
  await rm(folder, { recursive: true, force: true });
}

/** Messages of some 90 characters, a reaction to every tenth. */
async function fill(url: string): Promise<void> {
  const sql = new pg.Pool({ connectionString: url, max: 1 });
  const people = await storePeople(sql, PEOPLE);
  const channels = await storeChannels(sql, CHANNELS, people);
  const ids = people.map(({ userId }) => userId);
  await sql.query(
    `INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body)
     SELECT uuidv7(), ($1::uuid[])[1 + n % $3], 1 + n / $3, 1 + n / $3, ($2::uuid[])[1 + n % $4], gen_random_uuid(),
       (SELECT string_agg('word' || floor(exp(random() * ln(20000)))::int, ' ') FROM generate_series(1, 12 + n * 0))
     FROM generate_series(0, $5::int - 1) AS n`,
    [channels, ids, CHANNELS, PEOPLE, MESSAGES],
  );
  await sql.query(
    `INSERT INTO reaction (message_id, emoji, user_id) SELECT id, '👍', $1 FROM message WHERE seq % 10 = 0`,
    [ids[0]],
  );
  await sql.query(`UPDATE conversation c SET last_seq = m.last, version = m.last FROM (
    SELECT conversation_id, max(seq) AS last FROM message GROUP BY 1) AS m WHERE m.conversation_id = c.id`);
  await sql.query('VACUUM ANALYZE');
  await sql.end();
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
