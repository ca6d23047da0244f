import pg from 'pg';
import { findRunningDatabase } from '#embedded/running.ts';
import { appliedMigrations, migrationNames } from '#platform/migrations.ts';
import { migrations } from '#scripts/operator.ts';
import { createFindings, type Installation, type Look, wordsOf } from './finding.ts';

/** Connections that an instance takes beside its pool: its jobs, and whoever looks after it. */
const BESIDE_POOL = 5;
/** Milliseconds by which two clocks may differ. */
const MOST_DRIFT = 2_000;
const TIMEOUT = 5_000;

interface Facts {
  version: string;
  number: number;
  encoding: string;
  fsync: boolean;
  full_page_writes: boolean;
  synchronous_commit: string;
  autovacuum: boolean;
  max_connections: number;
  trigrams: boolean;
  now: string;
}

const facts = `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
  pg_encoding_to_char(d.encoding) AS encoding, current_setting('fsync')::bool AS fsync,
  current_setting('full_page_writes')::bool AS full_page_writes,
  current_setting('synchronous_commit') AS synchronous_commit, current_setting('autovacuum')::bool AS autovacuum,
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS max_connections,
  EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') AS trigrams,
  (extract(epoch FROM clock_timestamp()) * 1000)::text AS now
  FROM pg_database d WHERE d.datname = current_database()`;

/** The database: whether it answers, keeps what it is given, and is the one that this Parley knows. */
export const lookAtDatabase: Look = async (installation) => {
  const { findings, when } = createFindings('database');
  const { config } = installation;
  const client = await connect(config.databaseUrl, config.dataDir).catch((error: unknown) => {
    when(
      true,
      `The database does not answer: ${wordsOf(error)}.`,
      config.databaseUrl ? 'Start it, or correct DATABASE_URL.' : 'Start Parley (npm start), and look again.',
    );
    return null;
  });
  if (!client) return findings;
  try {
    await lookAtFacts(client, installation, when);
    await lookAtMigrations(client, when);
  } catch (error) {
    when(true, `The database refuses to be looked at: ${wordsOf(error)}.`, 'See its log.');
  } finally {
    await client.end().catch(() => undefined);
  }
  return findings;
};

type When = ReturnType<typeof createFindings>['when'];

async function lookAtFacts(client: pg.Client, installation: Installation, when: When): Promise<void> {
  const asked = installation.now();
  const found = (await client.query<Facts>(facts)).rows[0];
  const answered = installation.now();
  if (!found) throw new Error('it does not know itself');
  when(
    found.number < 150_000,
    `This is PostgreSQL ${found.version}, and Parley needs 15 or later.`,
    'Update PostgreSQL.',
  );
  when(
    found.encoding !== 'UTF8',
    `The database is encoded in ${found.encoding}, and people write in every script.`,
    'Make a new one (createdb --encoding=UTF8 --template=template0), and restore a backup into it.',
  );
  const unsafe = [
    ...(found.fsync ? [] : ['fsync']),
    ...(found.full_page_writes ? [] : ['full_page_writes']),
    ...(found.synchronous_commit === 'off' ? ['synchronous_commit'] : []),
  ];
  when(
    unsafe.length > 0,
    `The database runs with ${unsafe.join(', ')} off: what was acknowledged may be lost when the machine stops.`,
    `Turn ${unsafe.length > 1 ? 'them' : 'it'} on in postgresql.conf, and reload.`,
  );
  when(
    !found.autovacuum,
    'The database runs with autovacuum off: it grows and slows down, and stops in the end.',
    'Turn it on in postgresql.conf, and reload.',
  );
  when(
    !found.trigrams,
    "PostgreSQL's extension pg_trgm is not there.",
    'Install the package that brings it (postgresql-contrib).',
  );
  const { instances, config } = installation;
  const needed = instances * (config.databasePool + BESIDE_POOL);
  when(
    needed > found.max_connections,
    `${instances === 1 ? 'One instance' : `${instances} instances`} may need ${needed} connections, and the database gives ${found.max_connections}.`,
    'Raise max_connections in postgresql.conf, or lower DATABASE_POOL.',
  );
  const drift = Math.round(Number(found.now) - (asked + answered) / 2);
  when(
    Math.abs(drift) > MOST_DRIFT,
    `The clock of the database is ${describeDrift(drift)} this machine's.`,
    'Let both follow a time server (chrony, systemd-timesyncd).',
  );
}

/** A difference of clocks in words, before "this machine's". */
export function describeDrift(ms: number): string {
  return `${(Math.abs(ms) / 1_000).toFixed(1)} s ${ms > 0 ? 'ahead of' : 'behind'}`;
}

async function lookAtMigrations(client: pg.Client, when: When): Promise<void> {
  const known = await migrationNames(migrations);
  const applied = await appliedMigrations(client);
  const pending = known.filter((name) => !applied.includes(name));
  const foreign = applied.filter((name) => !known.includes(name));
  when(
    pending.length > 0,
    `The database lacks ${pending.length} of this release's migrations (the next is ${pending[0]}).`,
    'Back up, then start this release: it applies them.',
  );
  when(
    foreign.length > 0,
    `The database was used by a newer Parley (it has the migration ${foreign.at(-1)}).`,
    'Update Parley.',
  );
}

async function connect(databaseUrl: string | null, dataDir: string): Promise<pg.Client> {
  const url = databaseUrl ?? findRunningDatabase(dataDir);
  if (url === null) throw new Error('the embedded database does not run');
  const client = new pg.Client({
    connectionString: url,
    application_name: 'parley doctor',
    connectionTimeoutMillis: TIMEOUT,
    statement_timeout: TIMEOUT,
    query_timeout: TIMEOUT,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
