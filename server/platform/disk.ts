import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isAbsent } from './file-store.ts';
import { addHealthCheck } from './health.ts';

/** Bytes that must be free where the data folder is: PostgreSQL stops when it cannot write. */
export const leastFree = 1024 ** 3;

/** Bytes that are free for us on the disk of a folder; of the nearest one above it while there is none. */
export async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (!isAbsent(error) || dirname(folder) === folder) throw error;
    return freeBytes(dirname(folder));
  }
}

/** Watches the disk of the data folder. Not critical: an instance with a full disk still reads, and says so. */
export function watchDisk(folder: string, least = leastFree): () => void {
  return addHealthCheck({
    name: 'disk',
    isCritical: false,
    async check() {
      const free = await freeBytes(folder);
      if (free < least) throw new Error(`Only ${inMebibytes(free)} MiB are free on the disk of ${folder}.`);
      return { freeMebibytes: inMebibytes(free) };
    },
  });
}

function inMebibytes(bytes: number): number {
  return Math.floor(bytes / 1024 ** 2);
}
