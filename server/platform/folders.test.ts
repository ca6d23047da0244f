import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { obstacleIn, requireFolders } from './folders.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-folders-'));
  file = join(folder, 'a-file');
  await writeFile(file, '');
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

test('folders that are missing are made, for their owner only, and nothing is left in them', async () => {
  const filesDir = join(folder, 'deep', 'files');
  const backupDir = join(folder, 'backups');
  await requireFolders({ filesDir, backupDir, backupEvery: 0 });
  expect(await readdir(filesDir, { recursive: true })).toEqual(['incoming']);
  expect((await stat(filesDir)).mode & 0o777).toBe(0o700);
  await expect(stat(backupDir)).rejects.toMatchObject({ code: 'ENOENT' });
  await requireFolders({ filesDir, backupDir, backupEvery: 24 });
  expect(await readdir(backupDir)).toEqual([]);
});

test('what is no folder is one sentence that names the setting', async () => {
  const sentence = (path: string, name: string) =>
    expect.objectContaining({
      name: 'SetupError',
      message: `Parley cannot write to the folder ${path} (it is no folder): make it a folder that it may write to, or set ${name} to another one.`,
    });
  const filesDir = join(folder, 'files');
  for (const wrong of [file, join(file, 'below')]) {
    await expect(requireFolders({ filesDir: wrong, backupDir: folder, backupEvery: 0 })).rejects.toEqual(
      sentence(wrong, 'FILES_DIR'),
    );
    await requireFolders({ filesDir, backupDir: wrong, backupEvery: 0 });
    await expect(requireFolders({ filesDir, backupDir: wrong, backupEvery: 1 })).rejects.toEqual(
      sentence(wrong, 'BACKUP_DIR'),
    );
    expect(await obstacleIn(wrong)).toContain('is no folder');
  }
});

test('a folder that takes no files is found, with and without writing to it', async () => {
  expect(await obstacleIn(join(folder, 'to', 'be', 'made'))).toBeNull();
  // Root writes wherever a disk lets it, so to root a folder of the kernel's stands for one that is closed.
  const isRoot = process.getuid?.() === 0;
  await chmod(folder, 0o500);
  const closed = isRoot ? '/sys/kernel' : folder;
  await expect(requireFolders({ filesDir: closed, backupDir: folder, backupEvery: 0 })).rejects.toThrow(
    /^Parley cannot write to the folder \S+ \(E[A-Z]+\): .* FILES_DIR to another one\.$/,
  );
  if (!isRoot) expect(await obstacleIn(join(folder, 'files'))).toBe('EACCES');
});
