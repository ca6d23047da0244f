import { checkUpgrade, type UpgradeReport } from '#backup/upgrade.ts';
import { release } from '#platform/release.ts';
import { expectNoWords, operate, say, sizeOf, withDatabase } from './operator.ts';
import { root } from './tool.ts';

// `npm run upgrade:check`: what starting this Parley would do to the database, without doing it. To be run with the
// new files in place, while the old release still runs.
await operate(async (config) => {
  expectNoWords('It takes no words: npm run upgrade:check');
  const { dataDir, backupDir } = config;
  const report = await withDatabase(config, (databaseUrl) =>
    checkUpgrade({ databaseUrl, dataDir, backupDir, root }),
  );
  for (const line of linesOf(report, backupDir)) say(line);
});

function linesOf(report: UpgradeReport, backupDir: string): string[] {
  const { installed, pending, obstacles, notes } = report;
  return [
    `This is Parley ${release}; the database is ${installed === null ? 'from before the first release' : `of Parley ${installed}`}${pending.length === 0 ? ' and up to date' : ''}.`,
    ...(pending.length === 0 ? [] : ['The next start applies:', ...pending.map((name) => `  ${name}`)]),
    ...rollingLines(obstacles),
    `Disk: the database takes ${sizeOf(report.databaseBytes)}; the migrations touch tables of ${sizeOf(report.touchedBytes)} and need at most as much again; ${sizeOf(report.freeBytes)} are free at the data folder.`,
    backupLine(report, backupDir),
    ...notes.flatMap(({ version, text }) => [`What operators must do for ${version}:`, text]),
  ];
}

function rollingLines(obstacles: UpgradeReport['obstacles']): string[] {
  if (obstacles.length === 0)
    return ['A rolling restart is safe: instances of both releases may run at once.'];
  return [
    'A rolling restart is not safe: stop every instance before the first new one starts.',
    ...obstacles.map(({ migration, reason }) => `  ${migration}: ${reason}`),
  ];
}

function backupLine({ backup }: UpgradeReport, backupDir: string): string {
  if (!backup) return `Backup: there is none in ${backupDir}. Make one first: npm run backup.`;
  const hours = (Date.now() - backup.createdAt.getTime()) / 3_600_000;
  return `Backup: the newest is ${hours.toFixed(1)} hours old (${backup.file}, ${sizeOf(backup.bytes)}).`;
}
