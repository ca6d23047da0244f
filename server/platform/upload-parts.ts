import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
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
 * there by then is flushed: whoever is told of a position never sends again what is before it.
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
    await pipeline(body, target);
  } finally {
    // Also of what broke off: it counts from now on.
    await flush(path);
  }
  return from + target.bytesWritten;
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
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
