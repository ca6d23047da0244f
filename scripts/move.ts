import { moveDatabase } from '#backup/move.ts';
import { requireEmbeddedDatabase } from '#embedded/attach.ts';
import { SetupError } from '#platform/setup-error.ts';
import { migrations, operate, readOption, say, withOwnDatabase } from './operator.ts';

const usage = 'Say where to: npm run move -- --to postgresql://user:password@host:5432/parley';

// `npm run move -- --to DATABASE_URL`: copies the embedded database into an empty one elsewhere. Parley must not be
// running: what is written meanwhile would stay behind.
await operate(async (config) => {
  const to = readOption('to', usage);
  if (to === undefined || !/^postgres(ql)?:\/\//.test(to)) throw new SetupError(usage);
  if (config.databaseUrl) {
    throw new SetupError(
      'DATABASE_URL is set, so there is no embedded database to move: unset it to move the one in DATA_DIR.',
    );
  }
  requireEmbeddedDatabase(config.dataDir);
  const tables = await withOwnDatabase(config, (from) => moveDatabase({ from, to, migrations }));
  for (const { name, rows, sha256 } of tables)
    say(`${name}: ${rows} rows, ${sha256.slice(0, 16)} on both sides`);
  say(
    `Everything is there. Start Parley with DATABASE_URL set to the new database, and leave DATA_DIR as it is: the session secret and files are in it. The embedded database was not changed; remove ${config.dataDir}/postgres when you no longer want to go back.`,
  );
});
