import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFolderStore } from '#platform/file-folder.ts';
import { openRateLimits } from '#platform/rate-limit.ts';
import { oneOfFewDownloads } from './running-downloads.ts';

const folder = await mkdtemp(join(tmpdir(), 'parley-downloads-'));
const store = createFolderStore(folder);
const name = uuidv7();

// Two at once.
beforeAll(async () => {
  openRateLimits(0.01);
  await store.keep(name, Buffer.alloc(1_000_000));
});
afterAll(() => rm(folder, { recursive: true }));

const open = (key: string, file = name) => oneOfFewDownloads(key, () => store.open(file));

test('a user reads few files at once, however slowly, and others as many', async () => {
  const first = (await open('ada'))?.read();
  const second = await open('ada');
  await expect(open('ada')).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 5 });
  await (await open('ben'))?.close();
  first?.destroy();
  await once(first ?? expect.unreachable(), 'close');
  const third = await open('ada');
  await expect(open('ada')).rejects.toMatchObject({ code: 'rate_limited' });
  await second?.close();
  await third?.close();
});

test('what is not there, or cannot be opened, does not count', async () => {
  for (let nth = 0; nth < 3; nth += 1) expect(await open('cy', uuidv7())).toBeNull();
  for (let nth = 0; nth < 3; nth += 1) await expect(open('cy', 'no name')).rejects.toThrow('no name');
  await (await open('cy'))?.close();
});
