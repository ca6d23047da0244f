import { open } from 'node:fs/promises';
import type { FileKind } from '#contract/files.ts';

/** Bytes from which a type is told: whatever a file holds, looking at it costs the same. */
const SAMPLE = 64 * 1024;

export interface SniffedType {
  type: string;
  kind: FileKind;
}

/** What a file is by its first bytes. What a name, a header or a later byte says of it counts for nothing. */
export async function sniffType(path: string): Promise<SniffedType> {
  const sample = await beginningOf(path, SAMPLE);
  // Loaded with the first file: no start waits for it.
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(sample).catch(() => undefined);
  const type = found?.mime ?? '';
  // What is written is text, whoever would run it: markup and programs are shown as they stand.
  if (type === '' || type === 'application/xml' || type.startsWith('text/'))
    return isText(sample) ? { type: 'text/plain', kind: 'text' } : unknown;
  if (type.startsWith('image/')) return { type, kind: 'image' };
  if (type.startsWith('video/') || type.startsWith('audio/')) return soundOrPicture(type, sample);
  return { type, kind: type === 'application/pdf' ? 'pdf' : 'other' };
}

const unknown: SniffedType = { type: 'application/octet-stream', kind: 'other' };

/** Whether a container holds moving pictures is said inside: WebM, Matroska and MP4 hold sound alone as well. */
function soundOrPicture(type: string, sample: Buffer): SniffedType {
  const has = (...words: string[]) => words.some((word) => sample.includes(word, 0, 'latin1'));
  const [, container = ''] = type.split('/');
  const isMatroska = container === 'webm' || container === 'matroska' || container === 'x-matroska';
  const isSound = isMatroska
    ? has('A_OPUS', 'A_VORBIS', 'A_AAC', 'A_FLAC', 'A_PCM') && !has('V_')
    : container === 'mp4' && has('soun') && !has('vide');
  const kind = type.startsWith('audio/') || isSound ? 'audio' : 'video';
  return { type: isSound ? `audio/${container}` : type, kind };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Whether it is UTF-8 without control characters other than those of lines. The sample may end within a character. */
function isText(sample: Buffer): boolean {
  try {
    const text = utf8.decode(sample.length < SAMPLE ? sample : sample.subarray(0, endOfWhole(sample)));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    return sample.length > 0 && !/[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/.test(text);
  } catch {
    return false;
  }
}

/** Where the last whole character ends (RFC 3629: it has four bytes at the most). */
export function endOfWhole(bytes: Uint8Array): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

/** The first bytes of a file, at most so many. */
async function beginningOf(path: string, most: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
