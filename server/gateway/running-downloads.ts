import { Refusal } from '#contract/errors.ts';
import type { OpenFile } from '#platform/file-store.ts';
import { bound } from '#platform/rate-limit.ts';

/** Files that are being given, by whoever asked: each holds a connection and an open file. */
const running = new Map<string, number>();

/** Opens a file that counts until all of it has gone, or nobody reads it any more. Throws `rate_limited` beyond a few. */
export async function oneOfFewDownloads(
  key: string,
  open: () => Promise<OpenFile | null>,
): Promise<OpenFile | null> {
  const count = running.get(key) ?? 0;
  if (count >= bound('runningDownloads'))
    throw new Refusal('rate_limited', 'You load many files already: wait for them.', { retryAfter: 5 });
  running.set(key, count + 1);
  const end = () => {
    const left = (running.get(key) ?? 1) - 1;
    if (left > 0) running.set(key, left);
    else running.delete(key);
  };
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
