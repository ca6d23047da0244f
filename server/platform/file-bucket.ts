import { openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import { type FileStore, type LyingFile, namePattern, type OpenFile, requireName } from './file-store.ts';

// Files in a bucket of a store that speaks Amazon's S3 protocol (MinIO, Garage, Ceph and others do). An object is whole
// or not there, and replaced at once, so nothing is written beside its place.

export interface BucketSettings {
  /** The store's address, to which the bucket's name is added as a path. */
  endpoint: string;
  bucket: string;
  region: string;
  keyId: string;
  secret: string;
}

/** Milliseconds for an answer; what is read or written of a large file may take longer than that. */
const TIMEOUT = 30_000;
/** Tries again of what failed by the store's fault. */
const RETRIES = 2;

function connectionTo({ endpoint, bucket, region, keyId, secret }: BucketSettings, retries: number) {
  const client = new AwsClient({
    ...{ accessKeyId: keyId, secretAccessKey: secret, region, service: 's3', retries },
  });
  return { client, base: `${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}` };
}

export function createBucketStore(settings: BucketSettings): FileStore {
  const { client, base } = connectionTo(settings, RETRIES);
  const { bucket } = settings;

  /** Null: there is no such object. Throws for every other refusal. */
  async function ask(method: string, path: string, init: RequestInit = {}): Promise<Response | null> {
    const response = await client.fetch(`${base}${path}`, { method, ...init });
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 404) return null;
    throw new Error(`The store of files answered ${response.status} to ${method}`);
  }

  const put = async (name: string, body: Blob) => {
    if (!(await ask('PUT', `/${requireName(name)}`, { body })))
      throw new Error(`The store of files has no bucket ${bucket}`);
  };

  async function* contentOf(name: string, from: number, to: number): AsyncGenerator<Uint8Array> {
    const response = await ask('GET', `/${name}`, { headers: { Range: `bytes=${from}-${to}` } });
    if (!response?.body) throw new Error('A file is not in the store any more');
    yield* response.body;
  }

  return {
    keep: (name, content) => put(name, new Blob([new Uint8Array(content)])),
    async take(name, path) {
      await put(name, await openAsBlob(path));
      await rm(path, { force: true });
    },
    async open(name): Promise<OpenFile | null> {
      const found = await ask('HEAD', `/${requireName(name)}`, { signal: AbortSignal.timeout(TIMEOUT) });
      if (!found) return null;
      const bytes = Number(found.headers.get('content-length'));
      return {
        bytes,
        read: (from = 0, to = bytes - 1) => Readable.from(contentOf(name, from, Math.min(to, bytes - 1))),
        close: () => Promise.resolve(),
      };
    },
    async remove(name) {
      await ask('DELETE', `/${requireName(name)}`, { signal: AbortSignal.timeout(TIMEOUT) });
    },
    async *list(before) {
      for (let next: string | null = ''; next !== null; ) {
        const more: string = next === '' ? '' : `&continuation-token=${encodeURIComponent(next)}`;
        const response = await ask('GET', `?list-type=2${more}`, { signal: AbortSignal.timeout(TIMEOUT) });
        const text = (await response?.text()) ?? '';
        yield [...text.matchAll(/<Contents>(.*?)<\/Contents>/gs)].flatMap(([, one = '']) =>
          lyingFile(one, before, (name) => ask('DELETE', `/${name}`)),
        );
        next = elementOf(text, 'NextContinuationToken');
      }
    },
  };
}

/** What is put into a bucket to see whether that may be done, and taken out again: no file is called so. */
const TRIAL = 'parley-doctor';

/** What came of looking at a bucket: a step that was refused, and the status that it was refused with; null: all went well. */
export type BucketTrial = { step: 'list' | 'write' | 'remove'; status: number } | null;

/** Lists, writes and removes something in a bucket, as Parley does. Throws when the store does not answer in time. */
export async function tryBucket(settings: BucketSettings, timeout: number): Promise<BucketTrial> {
  const { base, client } = connectionTo(settings, 0);
  const steps = [
    ['list', 'GET', '?list-type=2&max-keys=1', null],
    ['write', 'PUT', `/${TRIAL}`, 'Parley looks whether it may write here.'],
    ['remove', 'DELETE', `/${TRIAL}`, null],
  ] as const;
  const signal = AbortSignal.timeout(timeout);
  for (const [step, method, path, body] of steps) {
    const response = await client.fetch(`${base}${path}`, { method, body, signal });
    await response.body?.cancel();
    if (!response.ok) return { step, status: response.status };
  }
  return null;
}

/** What is not called as files are is somebody else's, and left alone. */
function lyingFile(entry: string, before: Date, remove: (name: string) => Promise<unknown>): LyingFile[] {
  const name = elementOf(entry, 'Key') ?? '';
  const at = Date.parse(elementOf(entry, 'LastModified') ?? '');
  if (!namePattern.test(name) || !(at < before.getTime())) return [];
  return [{ name, remove: async () => void (await remove(name)) }];
}

/** The text of an element that holds nothing but text: keys of ours, times and tokens have nothing to be unescaped but `&`. */
function elementOf(xml: string, name: string): string | null {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return found?.replaceAll('&quot;', '"').replaceAll('&amp;', '&') ?? null;
}
