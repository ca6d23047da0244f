import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { incomingPath, openFiles } from './files.ts';
import { receivedBytes, receivePart } from './upload-parts.ts';

const folder = await mkdtemp(join(tmpdir(), 'parley-parts-'));
openFiles(folder);
afterAll(() => rm(folder, { recursive: true }));

async function* parts(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

test('a part that still trickles in when the upload is over changes nothing of what was made of it', async () => {
  const [begun, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  async function* trickle() {
    yield Buffer.from('bad');
    begun.resolve();
    await over.promise;
    yield Buffer.from('bad');
  }
  const late = receivePart('one', trickle(), 0);
  await begun.promise;
  // Another connection is quicker, and the whole is taken from there.
  expect(await receivePart('one', parts('a safe file'), 0)).toBe(11);
  await rename(await incomingPath('one'), join(folder, 'kept'));
  over.resolve();
  await expect(late).rejects.toMatchObject({ code: 'conflict' });
  expect(await readFile(join(folder, 'kept'), 'utf8')).toBe('a safe file');
  expect(await receivedBytes('one')).toBe(0);
});
