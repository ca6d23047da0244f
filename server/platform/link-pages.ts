import type { Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { limits } from '#contract/limits.ts';
import { endOfWhole } from './file-types.ts';
import { type OutboundAnswer, OutboundFailure, sendOutbound } from './outbound.ts';
import type { AddressRanges, Resolve } from './outbound-addresses.ts';
import type { PageFacts } from './page-facts.ts';
import { encodePreview, type PreviewImage } from './preview-images.ts';
import { release } from './release.ts';

// Reads what a link leads to, for its preview: a page, or a picture. Whose address it is decided somebody else, and what
// comes from there too, so all of it has a bound: where it may be, how often it sends elsewhere, its time, its bytes, what
// they unfold to. Nothing is told to the other side but that Parley asks: no cookies, no referrer, no address of ours.

/** Bytes of a page, as sent and unpacked, and of a picture. */
const PAGE_BYTES = 512 * 1024;
const IMAGE_BYTES = 5 * 1024 * 1024;
/** Milliseconds until an answer begins, and until it has ended. */
const ANSWER_WITHIN = 5_000;
const TIMEOUT = 10_000;
const REDIRECTS = 3;

/** Where pages may be. */
export interface LinkPages {
  /** What is reached besides public addresses. */
  allowed: AddressRanges;
  /** Null: all. */
  ports: ReadonlySet<number> | null;
  /** This server's own address: nothing there is read. */
  publicUrl: string | null;
  /** How names are looked up; unless told, as the system does it. */
  resolve?: Resolve;
}

let opened: LinkPages = {
  allowed: { ranges: [], words: '' },
  ports: new Set([80, 443]),
  publicUrl: null,
};

/** What reads markup is loaded with the first link. */
const pageReader = () => import('./page-facts.ts');

/** Sets where pages may be, for this process. */
export function openLinkPages(pages: LinkPages): void {
  opened = pages;
}

/** What there is to show of a link. */
export interface LinkFacts extends Omit<PageFacts, 'image'> {
  image: PreviewImage | null;
}

/** Reads what a link leads to; null: nothing that can be shown, or nothing that may be reached. */
export async function readLink(url: string, signal: AbortSignal): Promise<LinkFacts | null> {
  if (opened.publicUrl !== null && new URL(url).origin === new URL(opened.publicUrl).origin) return null;
  const answer = await answerOf(url, 'text/html, application/xhtml+xml, image/*;q=0.9', PAGE_BYTES, signal);
  if (!answer) return null;
  const type = typeOf(answer);
  if (type.startsWith('image/')) return factsOfImage(url, answer, signal);
  if (type !== 'text/html' && type !== 'application/xhtml+xml') return null;
  const bytes = await unpacked(answer, PAGE_BYTES);
  if (!bytes) return null;
  const { readPage } = await pageReader();
  const { image, ...facts } = readPage(textOf(bytes, answer), answer.url);
  if (facts.title === '') return null;
  return { ...facts, image: image === null ? null : await readImage(image, signal) };
}

/** Of a picture by itself there is nothing to say but its name. */
async function factsOfImage(
  url: string,
  begun: OutboundAnswer,
  signal: AbortSignal,
): Promise<LinkFacts | null> {
  const image = begun.isCut ? await readImage(url, signal) : await imageIn(begun);
  if (!image) return null;
  const { pathname, host } = new URL(url);
  const { oneLine } = await pageReader();
  const title = oneLine(decoded(pathname.slice(pathname.lastIndexOf('/') + 1)), limits.previewTitle);
  return { title: title || host, description: '', siteName: '', image };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

async function readImage(url: string, signal: AbortSignal): Promise<PreviewImage | null> {
  const answer = await answerOf(url, 'image/*', IMAGE_BYTES, signal);
  return answer && !answer.isCut && typeOf(answer).startsWith('image/') ? imageIn(answer) : null;
}

async function imageIn(answer: OutboundAnswer): Promise<PreviewImage | null> {
  const bytes = await unpacked(answer, IMAGE_BYTES);
  return bytes && encodePreview(bytes);
}

/** What is there, if the other side says that all is well; null: nothing, whyever. */
async function answerOf(
  url: string,
  accept: string,
  mostBytes: number,
  signal: AbortSignal,
): Promise<OutboundAnswer | null> {
  const { allowed, ports, resolve } = opened;
  try {
    const answer = await sendOutbound({
      ...{ url, mostBytes, allowed, ports, signal },
      method: 'GET',
      headers: {
        'User-Agent': `Parley/${release} (link previews)`,
        Accept: accept,
        'Accept-Encoding': 'gzip, deflate, br',
      },
      ...{ timeout: TIMEOUT, answerWithin: ANSWER_WITHIN, redirects: REDIRECTS },
      ...(resolve && { resolve }),
    });
    return answer.status === 200 ? answer : null;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OutboundFailure) return null;
    throw error;
  }
}

function typeOf({ headers }: OutboundAnswer): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** An answer's body without its packing, at most so many bytes; null: it is packed in another way. */
async function unpacked({ headers, body }: OutboundAnswer, most: number): Promise<Buffer | null> {
  const encoding = (headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return body;
  const unpack = unpackings[encoding.replace(/^x-/, '')]?.();
  if (!unpack) return null;
  unpack.end(body);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Leaving the loop ends the unpacking: what it would still unfold to is never made.
    for await (const chunk of unpack as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= most) break;
    }
  } catch {
    // It is damaged: what came before that may be enough.
  }
  return Buffer.concat(chunks).subarray(0, most);
}

/** The beginning of what is packed can be unpacked, too. */
const unpackings: Record<string, (() => Readable & { end(body: Buffer): unknown }) | undefined> = {
  gzip: () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }),
  deflate: () => createInflate({ finishFlush: constants.Z_SYNC_FLUSH }),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

/** HTML, 13.2.3.2: bytes in which a page says how its characters are written. */
const PRESCANNED = 1_024;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A page's text: as its first bytes, its header or its beginning say, else in UTF-8, else as old pages are. */
function textOf(bytes: Buffer, { headers }: OutboundAnswer): string {
  const told =
    markOf(bytes) ??
    charsetIn(headers['content-type'] ?? '') ??
    charsetIn(bytes.subarray(0, PRESCANNED).toString('latin1'));
  const decoder = told === null ? null : decoderOf(told);
  if (decoder) return decoder.decode(bytes);
  try {
    return utf8.decode(bytes.subarray(0, endOfWhole(bytes)));
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A byte order mark. */
function markOf(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : null;
}

function charsetIn(text: string): string | null {
  return /charset\s{0,9}=\s{0,9}["']?([\w:.-]{1,40})/i.exec(text)?.[1] ?? null;
}

/** Null: nobody knows what that is. */
function decoderOf(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}
