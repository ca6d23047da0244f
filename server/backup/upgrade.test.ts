import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { migrationNames } from '#platform/migrations.ts';
import { operatorNotes } from './changelog.ts';
import { obstaclesIn } from './rolling.ts';

const sqlOf = (name: string) => readFile(resolve('prisma/migrations', name, 'migration.sql'), 'utf8');

test('what an older release cannot live with is found in the SQL', async () => {
  expect(obstaclesIn(await sqlOf('20261121120000_names_and_handles'))).toEqual([
    'it changes what a column of user takes',
    'it changes what a column of user takes',
    'it adds a rule to user',
    'it refuses doubles in user that were allowed',
    'it adds a rule to conversation',
    'it adds a rule to conversation',
    'it refuses doubles in conversation that were allowed',
    'it refuses doubles in conversation that were allowed',
  ]);
  expect(obstaclesIn(await sqlOf('20261124010000_sidebar'))).toEqual([]);
  expect(obstaclesIn(await sqlOf('20261124020000_pins_and_saved'))).toEqual([]);
  expect(obstaclesIn('ALTER TABLE "user" DROP COLUMN "name", ADD COLUMN "age" INT NOT NULL;')).toEqual([
    'it removes a column of user',
    'it adds a column to user that must be filled',
  ]);
  expect(obstaclesIn('-- DROP TABLE "user";\nDROP TABLE "sidebar";')).toEqual(['it removes a table']);
});

test('instances of the last release may go on beside every migration that came after it', async () => {
  const released: { migration: string }[] = JSON.parse(await readFile('prisma/releases.json', 'utf8'));
  const last = released.at(-1)?.migration ?? '';
  const names = await migrationNames(resolve('prisma/migrations'));
  for (const name of names.filter((known) => known > last)) {
    expect(obstaclesIn(await sqlOf(name)), name).toEqual([]);
  }
});

test('operators are told what each release between asks of them, the oldest first', async () => {
  const text = `# Changes\n
## 0.10.0 - 2027\n\n### What operators must do\n\n- Ten.\n\n### Added\n\n- A.\n
## 0.2.0\n\n- B.\n\n### What operators must do\n\n- Two.\n
## 0.1.0\n\n### What operators must do\n\n- One.\n`;
  expect(operatorNotes(text, '0.1.0')).toEqual([
    { version: '0.2.0', text: '- Two.' },
    { version: '0.10.0', text: '- Ten.' },
  ]);
  expect(operatorNotes(text, null).map(({ version }) => version)).toEqual(['0.1.0', '0.2.0', '0.10.0']);
  const own = await readFile('CHANGELOG.md', 'utf8');
  expect(operatorNotes(own, '0.1.0').map(({ version }) => version)).toContain('0.2.0');
});
