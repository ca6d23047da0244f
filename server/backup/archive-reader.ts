import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { extract as createExtract } from 'tar-stream';
import { SetupError } from '#platform/setup-error.ts';
import {
  fileOfEntry,
  type Manifest,
  manifest,
  manifestName,
  manifestSumName,
  tableOfPart,
} from './manifest.ts';
import { createSum, isSame } from './sums.ts';

/** What somebody does with an archive's content, in its order: the tables, then the files. */
export interface Visitor {
  /** Some whole rows of a table; called until there are no more. */
  rows(table: string, rows: Buffer): Promise<void> | void;
  /** A file, whose content must be read to its end. */
  file(path: string, content: AsyncIterable<Buffer>): Promise<void>;
}

/** Bytes of one part or of the manifest, compressed and not: a message has a few kilobytes, a part some megabytes. */
const mostBytes = 256 * 1024 * 1024;
const decompress = promisify(zstdDecompress);

/**
 * Reads an archive from its start to its end and gives what it says of itself. Throws SetupError when it is cut off,
 * altered or no backup of Parley.
 */
export async function readArchive(file: string, visitor: Visitor): Promise<Manifest> {
  const ending = new Map<string, Buffer>();
  await eachEntry(file, async (name, content) => {
    const table = tableOfPart(name);
    const path = fileOfEntry(name);
    if (table !== null) await visitor.rows(table, await decompressed(await wholeOf(content)));
    else if (path !== null) await visitor.file(path, content);
    else ending.set(name, await wholeOf(content));
  });
  const text = ending.get(manifestName);
  const sum = ending.get(manifestSumName)?.toString('utf8').trim();
  if (!text || !sum) throw damaged('its end is missing');
  if (createHash('sha256').update(text).digest('hex') !== sum) throw damaged('it was altered');
  const parsed = manifest.safeParse(JSON.parse(text.toString('utf8')));
  if (!parsed.success) {
    throw new SetupError('The backup is in a format that this Parley does not know: update Parley.');
  }
  return parsed.data;
}

/** Reads an archive whole and compares everything in it with what it says of itself. Throws as `readArchive` does. */
export async function checkArchive(file: string): Promise<Manifest> {
  const tables = new Map<string, ReturnType<typeof createSum>>();
  const files = new Map<string, { bytes: number; sha256: string }>();
  const said = await readArchive(file, {
    rows(table, rows) {
      const sum = tables.get(table) ?? createSum();
      sum.add(rows);
      tables.set(table, sum);
    },
    async file(path, content) {
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const chunk of content) {
        hash.update(chunk);
        bytes += chunk.length;
      }
      files.set(path, { bytes, sha256: hash.digest('hex') });
    },
  });
  for (const table of said.tables) {
    if (!isSame((tables.get(table.name) ?? createSum()).total(), table)) {
      throw damaged(`the table ${table.name} is not what it was`);
    }
    tables.delete(table.name);
  }
  for (const { path, bytes, sha256 } of said.files) {
    const found = files.get(path);
    if (found?.bytes !== bytes || found.sha256 !== sha256)
      throw damaged(`the file ${path} is not what it was`);
    files.delete(path);
  }
  if (tables.size + files.size > 0) throw damaged('it holds what it does not tell of');
  return said;
}

async function eachEntry(
  file: string,
  take: (name: string, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const extract = createExtract();
  const input = createReadStream(file);
  const reading = pipeline(input, extract);
  reading.catch(() => undefined);
  let failure: unknown;
  try {
    for await (const entry of extract) {
      try {
        await take(entry.header.name, whole(entry));
      } catch (error) {
        failure = error;
        break;
      }
    }
    if (failure === undefined) await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES')) {
      throw new SetupError(`The file ${file} cannot be read (${error.code}).`);
    }
    throw damaged('it is cut off, or no archive at all');
  } finally {
    input.destroy();
  }
  if (failure !== undefined) throw failure;
}

/** The content of an entry; one that breaks off is a damaged archive. */
async function* whole(entry: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of entry) if (Buffer.isBuffer(chunk)) yield chunk;
  } catch {
    throw damaged('it is cut off');
  }
}

async function wholeOf(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) throw damaged('a part is too large');
  }
  return Buffer.concat(chunks);
}

async function decompressed(content: Buffer): Promise<Buffer> {
  try {
    return await decompress(content, { maxOutputLength: mostBytes });
  } catch {
    throw damaged('a part cannot be decompressed');
  }
}

function damaged(how: string): SetupError {
  return new SetupError(`This is no whole backup of Parley: ${how}. Nothing was changed.`);
}
