import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '#contract/errors.ts';
import { isAbsent } from './file-store.ts';
import { incomingPath, type Upload } from './files.ts';

// Uploads that come in parts, maybe by several connections and after an instance died. How much has come is the size of
// the file in the folder of what comes in: what was written is there, and nothing else has to agree with it. Each part
// is written from the position that its sender named, so one that still trickles in on a broken connection writes
// what is there already.

/** Bytes that have come of an upload. */
export async function receivedBytes(id: string): Promise<number> {
  try {
    return (await stat(await incomingPath(id))).size;
  } catch (error) {
    if (isAbsent(error)) return 0;
    throw error;
  }
}

/**
 * Writes a part from a position on, as it comes, until it ends or breaks off; gives the position after it. What is
 * there by then is flushed: whoever is told of a position never sends again what is before it. Throws `conflict` once the
 * upload is over: what was made of it does not change because a part still trickles in.
 */
export async function receivePart(
  id: string,
  body: AsyncIterable<Uint8Array>,
  from: number,
): Promise<number> {
  // Only the first part makes the file: one that was swept away meanwhile must not come back with a hole in it.
  const path = await incomingPath(id);
  if (from === 0) await (await open(path, 'a', 0o600)).close();
  const target = createWriteStream(path, { flags: 'r+', start: from });
  try {
    await pipeline(whileThere(path, body), target);
  } finally {
    // Also of what broke off: it counts from now on.
    await flush(path);
  }
  return from + target.bytesWritten;
}

/** What comes, as long as it has a place to go to: whoever ended the upload, here or elsewhere, took the file from there. */
async function* whileThere(path: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    await stat(path).catch((error: unknown) => {
      throw isAbsent(error) ? new Refusal('conflict', 'This upload is over.') : error;
    });
    yield chunk;
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+').catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (!handle) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes of a file that came in one piece an upload of which all has come. */
export async function adoptUpload(id: string, { path }: Upload): Promise<void> {
  await rename(path, await incomingPath(id));
}

/** What has come, as a file. */
export async function gatherParts(id: string): Promise<Upload> {
  const path = await incomingPath(id);
  return { path, bytes: await receivedBytes(id), discard: () => dropParts(id) };
}

export async function dropParts(id: string): Promise<void> {
  await rm(await incomingPath(id), { force: true });
}
