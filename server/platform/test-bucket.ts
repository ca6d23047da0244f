import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BucketSettings } from './file-bucket.ts';
import { freePort } from './free-port.ts';

export interface TestBucket {
  settings: BucketSettings;
  /** Also with the store's contents, which are on the disk. */
  close(): Promise<void>;
}

/**
 * A store that speaks S3 (s3rver), as a process of its own on loopback. It keeps what it is given on the disk, and refuses
 * keys that it does not know; of signatures it looks at the form alone, so what they are made of is the library's to test.
 */
export async function startTestBucket(): Promise<TestBucket> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bucket-'));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      resolve('node_modules/s3rver/bin/s3rver.js'),
      ...['--directory', folder, '--address', '127.0.0.1', '--port', String(port), '--silent'],
      ...['--configure-bucket', 'files'],
    ],
    { stdio: 'ignore' },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(endpoint).then(
      () => true,
      () => false,
    );
  while (!(await answers())) {
    if (child.exitCode !== null) throw new Error(`The store ended with ${child.exitCode}`);
    await new Promise((wait) => setTimeout(wait, 50));
  }
  return {
    // What the store's own documentation names.
    settings: { endpoint, bucket: 'files', region: 'us-east-1', keyId: 'S3RVER', secret: 'S3RVER' },
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
