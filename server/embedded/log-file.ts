import { openSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';

/** Bytes that PostgreSQL's log may take, and that are left of it when it took more. */
const most = 1024 * 1024;
const kept = 256 * 1024;
const checkEveryMs = 60_000;

/**
 * Empties the log and opens it for a new server. For appending: whoever shortens the file later leaves the
 * server writing at its end.
 */
export function openLog(file: string): number {
  const descriptor = openSync(file, 'a', 0o600);
  truncateSync(file);
  return descriptor;
}

/** Cuts a log that has grown too large down to its newest whole lines. */
export function shortenLog(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= most) return;
  const tail = readFileSync(file).subarray(-kept);
  writeFileSync(file, tail.subarray(tail.indexOf('\n') + 1));
}

/** Looks after a log's size until the function it gives is called; keeps no process alive. */
export function watchLog(file: string): () => void {
  const check = () => {
    try {
      shortenLog(file);
    } catch {
      // A full disk, perhaps: there is a next time, and the chat goes on.
    }
  };
  const timer = setInterval(check, checkEveryMs).unref();
  return () => clearInterval(timer);
}
