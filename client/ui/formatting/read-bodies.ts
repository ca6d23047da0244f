import { parseBody } from './parse.ts';
import { plainBlocks } from './plain-body.ts';
import { createReadings, type ReadBodies } from './readings.ts';
import type { Block } from './tree.ts';

const readings = createReadings<Block[]>();

/** Reads for a page what its messages say, so that it begins without what reads them. */
export function readBodies(messages: readonly { body: string }[]): ReadBodies {
  return messages.flatMap(({ body }, at): ReadBodies => {
    if (body === '' || plainBlocks(body)) return [];
    return [[at, readings.find(body) ?? readings.keep(body, parseBody(body))]];
  });
}
