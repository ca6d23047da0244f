import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { plainBlocks } from './plain-body.ts';
import { plainTextOf } from './plain-text.ts';
import { createReadings, type ReadBodies } from './readings.ts';
import type { Block } from './tree.ts';

const readings = createReadings<Block[]>();

/** What reads bodies that are more than words. A page brings what its own say, so that it begins without. */
export const bodyReader = loadLater(async () => (await import('./parse.ts')).parseBody);

/** Lets what was read before count as read here. */
export function keepReadBodies(bodies: readonly { body: string }[], read: ReadBodies): void {
  for (const [at, blocks] of read) {
    const body = bodies[at]?.body;
    if (body !== undefined) readings.keep(body, blocks);
  }
}

/** The blocks of a body, the same object for the same body as long as it is kept; null: what reads it is not here. */
export function blocksOfBody(body: string): Block[] | null {
  const known = readings.find(body);
  if (known) return known;
  const blocks = plainBlocks(body) ?? bodyReader.now()?.(body);
  return blocks ? readings.keep(body, blocks) : null;
}

/** The blocks of a message's body: as it was written, until what reads it is here. */
export function useBlocks(body: string): Block[] {
  const blocks = blocksOfBody(body);
  useLater(bodyReader, blocks === null);
  return blocks ?? asWritten(body);
}

/** What a message says, without any marks of its formatting, in lines; as it was written where that cannot be read. */
export function plainText(body: string): string {
  return plainTextOf(blocksOfBody(body) ?? asWritten(body));
}

/** Calls `then` at once where all bodies can be read here, and else when they can, or are known not to be. */
export function whenReadable(bodies: readonly string[], then: () => void): void {
  if (bodies.every((body) => body === '' || blocksOfBody(body) !== null)) then();
  else void bodyReader.load().then(then, then);
}

function asWritten(body: string): Block[] {
  return [{ kind: 'plain', of: [body] }];
}
