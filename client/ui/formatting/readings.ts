import type { Block } from './tree.ts';

/** Bodies that are no plain ones, by their places in a list, and what they say. */
export type ReadBodies = [at: number, blocks: Block[]][];

/** Bodies that are kept, and UTF-16 units of all of them together: three full timelines, or the longest messages. */
const most = { bodies: 1_000, units: 4_000_000 };

interface Readings<Result> {
  find(body: string): Result | undefined;
  keep(body: string, result: Result): Result;
}

/**
 * What bodies were found to say: one that was read is not read again, whatever message, pending one or preview it stands
 * in. What was asked for least lately goes first.
 */
export function createReadings<Result>({ bodies, units } = most): Readings<Result> {
  const known = new Map<string, Result>();
  let kept = 0;
  return {
    find(body) {
      const found = known.get(body);
      if (found === undefined) return undefined;
      known.delete(body);
      known.set(body, found);
      return found;
    },
    keep(body, result) {
      if (!known.has(body)) kept += body.length;
      known.set(body, result);
      for (const [oldest] of known) {
        if (known.size <= bodies && kept <= units) break;
        known.delete(oldest);
        kept -= oldest.length;
      }
      return result;
    },
  };
}
