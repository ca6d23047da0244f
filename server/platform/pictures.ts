import { open } from 'node:fs/promises';
import { Refusal } from '#contract/errors.ts';
import { pictureSides } from '#contract/files.ts';
import { limits } from '#contract/limits.ts';

/** A picture as it is kept: square, upright, one frame, without a word of where and by what it was taken. */
export interface Picture {
  large: Buffer;
  small: Buffer;
}

export const pictureType = 'image/webp';

/** Pictures that may wait to be decoded on this instance; one is at a time, for the memory that it takes. */
const MOST_WAITING = 20;
/** Seconds that one may take. */
const TIMEOUT = 20;
const QUALITY = 82;

/** How files of each kind begin; `null` stands for any byte. */
const signatures: readonly (readonly (number | null)[])[] = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0xff, 0xd8, 0xff],
  // GIF8
  [0x47, 0x49, 0x46, 0x38],
  // RIFF, a length, WEBP
  [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50],
  // A length, ftypavif and ftypavis
  [null, null, null, null, 0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66],
  [null, null, null, null, 0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x73],
];

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Makes the two sizes of a picture from an uploaded file, whatever its name and type were said to be. Of one that is no
 * square, the middle is taken. Throws `invalid` for what is no picture, a broken one, and one that unfolds to more than
 * `limits.picturePixels`; `unavailable` when too many wait.
 */
export async function encodePicture(path: string): Promise<Picture> {
  if (!(await isKnownKind(path)))
    throw new Refusal('invalid', 'This is no picture that Parley knows: use PNG, JPEG, WebP, GIF or AVIF.');
  if (waiting >= MOST_WAITING)
    throw new Refusal('unavailable', 'Too many pictures are being read: try again in a moment.', {
      retryAfter: 5,
    });
  waiting += 1;
  const own = last.then(() => encode(path));
  last = own.catch(() => undefined);
  try {
    return await own;
  } finally {
    waiting -= 1;
  }
}

/** By its first bytes: nothing else is even looked at by the library. */
async function isKnownKind(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return signatures.some(
      (signature) =>
        signature.length <= bytesRead && signature.every((byte, at) => byte === null || buffer[at] === byte),
    );
  } finally {
    await file.close();
  }
}

/** The library is loaded with the first picture: most processes never need it. */
let library: Promise<typeof import('sharp')['default']> | undefined;

function loadLibrary() {
  library ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  });
  return library;
}

async function encode(path: string): Promise<Picture> {
  const sharp = await loadLibrary();
  const { large: side } = pictureSides;
  let pixels: { data: Buffer; info: { width: number; height: number; channels: 1 | 2 | 3 | 4 } };
  try {
    pixels = await sharp(path, { limitInputPixels: limits.picturePixels, failOn: 'error', pages: 1 })
      .timeout({ seconds: TIMEOUT })
      .autoOrient()
      .resize(side, side, { fit: 'cover' })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
  } catch (error) {
    throw refusalOf(error);
  }
  const { width, height, channels } = pixels.info;
  const raw = { raw: { width, height, channels } };
  const sized = (size: number) =>
    sharp(pixels.data, raw).resize(size, size).webp({ quality: QUALITY }).toBuffer();
  return { large: await sized(side), small: await sized(pictureSides.small) };
}

/** What the library says of a file is about the file: it has nothing else to do. */
function refusalOf(error: unknown): Refusal {
  const words = error instanceof Error ? error.message : '';
  if (/exceeds pixel limit/i.test(words))
    return new Refusal(
      'invalid',
      `This picture is too large: it may have ${limits.picturePixels / 1_000_000} million pixels.`,
    );
  if (/timeout/i.test(words))
    return new Refusal('invalid', 'This picture takes too long to read: save it in another format.');
  return new Refusal('invalid', 'This picture cannot be read: it is damaged, or only a part of it came.');
}
