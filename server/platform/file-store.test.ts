import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBucketStore } from './file-bucket.ts';
import { createFolderStore } from './file-folder.ts';
import type { FileStore } from './file-store.ts';
import { startTestBucket, type TestBucket } from './test-bucket.ts';

// The same of both: files in a folder, and in a bucket of a real server of the S3 protocol.

let bucket: TestBucket;
let folder: string;
const stores = new Map<string, FileStore>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-store-'));
  bucket = await startTestBucket();
  stores.set('a folder', createFolderStore(join(folder, 'kept')));
  stores.set('a bucket', createBucketStore(bucket.settings));
});
afterAll(async () => {
  await bucket?.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each(['a folder', 'a bucket'])('%s', (kind) => {
  const store = () => {
    const found = stores.get(kind);
    if (!found) throw new Error('There is no store');
    return found;
  };
  const read = async (name: string, from?: number, to?: number) => {
    const file = await store().open(name);
    return file && { bytes: file.bytes, text: await text(file.read(from, to)) };
  };

  test('keeps files under their names, and gives them whole or in part', async () => {
    const id = uuidv7();
    expect(await store().open(id)).toBeNull();
    await store().keep(id, Buffer.from('0123456789'));
    await store().keep(`${id}-preview`, Buffer.from('small'));
    expect(await read(id)).toEqual({ bytes: 10, text: '0123456789' });
    expect(await read(id, 2, 4)).toEqual({ bytes: 10, text: '234' });
    expect(await read(id, 8)).toEqual({ bytes: 10, text: '89' });
    expect(await read(`${id}-preview`)).toEqual({ bytes: 5, text: 'small' });
    await store().keep(id, Buffer.from('another'));
    expect(await read(id)).toEqual({ bytes: 7, text: 'another' });
    for (const name of [id, id, `${id}-preview`]) await store().remove(name);
    expect(await store().open(id)).toBeNull();
  });

  test('takes files from where they came in', async () => {
    const id = uuidv7();
    const path = join(folder, id);
    const content = Buffer.alloc(3 * 1024 * 1024, 'abc');
    await writeFile(path, content);
    await store().take(id, path);
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    const file = await store().open(id);
    expect(file && (await buffer(file.read())).equals(content)).toBe(true);
    await store().remove(id);
  });

  test('lists what was written before a time, and removes it', async () => {
    const ids = [uuidv7(), uuidv7(), uuidv7()];
    for (const id of ids) await store().keep(id, Buffer.from(id));
    const listed = async (before: number) => {
      const all = [];
      for await (const some of store().list(new Date(before))) all.push(...some);
      return all;
    };
    expect(await listed(Date.now() - 60_000)).toEqual([]);
    const found = await listed(Date.now() + 60_000);
    expect(new Set(found.map(({ name }) => name))).toEqual(new Set(ids));
    for (const file of found) await file.remove();
    expect(await listed(Date.now() + 60_000)).toEqual([]);
  });

  test('knows no other names', async () => {
    for (const name of ['../secret', 'a', `${uuidv7()}/x`])
      await expect(async () => store().open(name)).rejects.toThrow('This is no name of a file');
  });
});

test('a bucket that is not there, and a key that is not its own, are no success', async () => {
  const id = uuidv7();
  const elsewhere = createBucketStore({ ...bucket.settings, bucket: 'nowhere' });
  await expect(elsewhere.keep(id, Buffer.from('a'))).rejects.toThrow('no bucket nowhere');
  const stranger = createBucketStore({ ...bucket.settings, keyId: 'nobody' });
  await expect(stranger.keep(id, Buffer.from('a'))).rejects.toThrow('answered 403 to PUT');
});
