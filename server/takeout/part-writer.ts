import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ArchiveWriter } from '#backup/archive-writer.ts';
import { lineBytes, type Manifest, type Part, partFull, partName } from './format.ts';

const compress = promisify(gzip);

/** Gathers lines into parts, and remembers what the manifest says of them. One part is held at a time. */
export function createPartWriter(archive: ArchiveWriter) {
  const parts: Part[] = [];
  const counts: Manifest['counts'] = {};
  let held: string[] = [];
  let bytes = 0;

  async function close(noun: string, number: number): Promise<void> {
    const content = await compress(`${held.join('\n')}\n`);
    const name = partName(noun, number);
    await archive.add(name, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    parts.push({ name, noun, lines: held.length, bytes: content.length, sha256 });
    held = [];
    bytes = 0;
  }

  return {
    parts: parts as readonly Part[],
    counts: counts as Readonly<Manifest['counts']>,
    /** Writes all lines of a noun. `onLines` is told how many more there are, and may throw to give up. */
    async write(
      noun: string,
      lines: AsyncIterable<string[]>,
      onLines: (count: number) => Promise<void>,
    ): Promise<void> {
      let number = 0;
      counts[noun] = 0;
      for await (const some of lines) {
        for (const line of some) {
          const size = Buffer.byteLength(line) + 1;
          if (size > lineBytes) throw new Error(`A line of ${noun} takes ${size} bytes`);
          held.push(line);
          bytes += size;
          if (bytes < partFull) continue;
          number += 1;
          await close(noun, number);
        }
        counts[noun] += some.length;
        await onLines(some.length);
      }
      if (held.length > 0) await close(noun, number + 1);
    },
  };
}
