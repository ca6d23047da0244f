import { parseBody } from './parse.ts';
import { plainTextOf } from './plain-text.ts';
import type { Block } from './tree.ts';

/** Bodies that are kept, and UTF-16 units of all of them together: three full timelines, or the longest messages. */
const most = { bodies: 1_000, units: 4_000_000 };

/**
 * A reading that remembers: a body that was read is not read again, whatever message, pending one or preview it stands
 * in. What was asked for least lately goes first.
 */
export function remembering<Result>(
  read: (body: string) => Result,
  { bodies, units }: { bodies: number; units: number } = most,
): (body: string) => Result {
  const known = new Map<string, Result>();
  let kept = 0;
  return (body) => {
    const found = known.get(body);
    if (found !== undefined) {
      known.delete(body);
      known.set(body, found);
      return found;
    }
    const result = read(body);
    known.set(body, result);
    kept += body.length;
    for (const [oldest] of known) {
      if (known.size <= bodies && kept <= units) break;
      known.delete(oldest);
      kept -= oldest.length;
    }
    return result;
  };
}

/** The blocks of a message's body. The same object for the same body, as long as it is kept. */
export const blocksOfBody: (body: string) => Block[] = remembering(parseBody);

/** What a message says, without any marks of its formatting, in lines. */
export function plainText(body: string): string {
  return plainTextOf(blocksOfBody(body));
}
