import { Refusal } from '#contract/errors.ts';
import type { OpenFile } from '#platform/file-store.ts';
import { Counts } from './counts.ts';

/** Files that are being given, by whoever asked: each holds a connection and an open file. */
const running = new Counts('runningDownloads');

/** Opens a file that counts until all of it has gone, or nobody reads it any more. Throws `rate_limited` beyond a few. */
export async function oneOfFewDownloads(
  key: string,
  open: () => Promise<OpenFile | null>,
): Promise<OpenFile | null> {
  if (!running.take(key))
    throw new Refusal('rate_limited', 'You load many files already: wait for them.', { retryAfter: 5 });
  const end = () => running.release(key);
  let file: OpenFile | null = null;
  try {
    file = await open();
  } finally {
    if (!file) end();
  }
  return (
    file && {
      bytes: file.bytes,
      read: (from, to) => file.read(from, to).once('close', end),
      close: () => file.close().finally(end),
    }
  );
}
