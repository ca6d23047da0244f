import { type FileHandle, open } from 'node:fs/promises';
import { SetupError } from '#platform/setup-error.ts';

// Whoever gives us an export may have made it by hand. So nothing is believed that it says of itself: entries are
// found by their place in the file, have names and sizes that we know, and are read no further than that.

/** Where the content of an entry stands in the file. */
export interface Entry {
  name: string;
  at: number;
  bytes: number;
}

export interface TarFile {
  entries: ReadonlyMap<string, Entry>;
  /** The whole content of an entry. Throws when there is none of this name. */
  read(name: string): Promise<Buffer>;
  /** The content of an entry as it comes. */
  stream(name: string): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

const block = 512;
/** Entries, whatever their size: their names are held. */
const mostEntries = 2_000_000;

/**
 * Opens a tar of plain files (POSIX.1-1988 ustar, as `createArchive` writes it). `mostBytes` says how large an entry of
 * this name may be, or null. Throws SetupError for anything else: links, long names, doubles, an end that is missing.
 */
export async function openTar(file: string, mostBytes: (name: string) => number | null): Promise<TarFile> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new SetupError(`The file ${file} cannot be read (${error.code}).`);
  });
  try {
    const entries = await listEntries(handle, mostBytes);
    const find = (name: string) => {
      const entry = entries.get(name);
      if (!entry) throw damaged(`${name} is missing`);
      return entry;
    };
    return {
      entries,
      read: (name) => readAt(handle, find(name).at, find(name).bytes),
      stream: (name) => chunksOf(handle, find(name)),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function listEntries(
  handle: FileHandle,
  mostBytes: (name: string) => number | null,
): Promise<Map<string, Entry>> {
  const stat = await handle.stat();
  if (!stat.isFile()) throw damaged('it is no file');
  const entries = new Map<string, Entry>();
  for (let at = 0; at + block <= stat.size; ) {
    const header = await readAt(handle, at, block);
    if (header.every((byte) => byte === 0)) return entries;
    const entry = entryOf(header, at + block);
    const most = mostBytes(entry.name);
    if (most === null) throw damaged(`it holds something foreign (${entry.name})`);
    if (entry.bytes > most) throw damaged(`${entry.name} is too large`);
    if (entries.has(entry.name)) throw damaged(`it holds ${entry.name} twice`);
    if (entry.at + entry.bytes > stat.size) break;
    entries.set(entry.name, entry);
    if (entries.size > mostEntries) throw damaged('it holds too much');
    at = entry.at + Math.ceil(entry.bytes / block) * block;
  }
  throw damaged('it is cut off');
}

/** One header: name, size and sum where POSIX.1-1988 puts them. */
function entryOf(header: Buffer, at: number): Entry {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  if (octal(header, 148, 8) !== sum) throw damaged('it is no archive');
  const type = header[156];
  const name = text(header, 0, 100);
  // 0 and NUL: a plain file. A prefix would make a longer name.
  if ((type !== 0x30 && type !== 0) || header[345] !== 0)
    throw damaged(`it holds something other than files (${printable(name)})`);
  return { name: printable(name), at, bytes: octal(header, 124, 12) };
}

function text(header: Buffer, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? length : end).toString('latin1');
}

/** As it may be shown to whoever ran the command, whatever was written there. */
function printable(name: string): string {
  return name.replace(/[^\x21-\x7e]/g, '?');
}

function octal(header: Buffer, from: number, length: number): number {
  const digits = text(header, from, length).trim();
  if (!/^[0-7]{1,12}$/.test(digits)) throw damaged('it is no archive');
  return Number.parseInt(digits, 8);
}

async function readAt(handle: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const content = Buffer.alloc(bytes);
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await handle.read(content, done, bytes - done, at + done);
    if (bytesRead === 0) throw damaged('it is cut off');
    done += bytesRead;
  }
  return content;
}

const chunkBytes = 256 * 1024;

async function* chunksOf(handle: FileHandle, { at, bytes }: Entry): AsyncGenerator<Buffer> {
  for (let done = 0; done < bytes; done += chunkBytes)
    yield await readAt(handle, at + done, Math.min(chunkBytes, bytes - done));
}

/** Says what is wrong with an export that is not as Parley wrote it. */
export function damaged(how: string): SetupError {
  return new SetupError(`This is no whole export of Parley: ${how}. Nothing was imported.`);
}
