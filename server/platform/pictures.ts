import { open } from 'node:fs/promises';
import { Refusal } from '#contract/errors.ts';
import { pictureSides } from '#contract/files.ts';
import { decodeInTurn, decoding, decodingSeconds, refusalOfDecoding, type Sharp } from './image-turns.ts';

/** A picture as it is kept: square, upright, one frame, without a word of where and by what it was taken. */
export interface Picture {
  large: Buffer;
  small: Buffer;
}

export const pictureType = 'image/webp';

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

/**
 * Makes the two sizes of a picture from an uploaded file, whatever its name and type were said to be. Of one that is no
 * square, the middle is taken. Throws `invalid` for what is no picture, a broken one, and one that unfolds to more than
 * `limits.picturePixels`; `unavailable` when too many wait. `whose`: see `decodeInTurn`.
 */
export async function encodePicture(path: string, whose: string): Promise<Picture> {
  if (!(await isKnownKind(path)))
    throw new Refusal('invalid', 'This is no picture that Parley knows: use PNG, JPEG, WebP, GIF or AVIF.');
  return decodeInTurn(whose, (sharp) => encode(sharp, path));
}

/** By its first bytes: nothing else is even looked at by the library. */
export function isPicture(beginning: Uint8Array): boolean {
  return signatures.some(
    (signature) =>
      signature.length <= beginning.length &&
      signature.every((byte, at) => byte === null || beginning[at] === byte),
  );
}

async function isKnownKind(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return isPicture(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

async function encode(sharp: Sharp, path: string): Promise<Picture> {
  const { large: side } = pictureSides;
  let pixels: { data: Buffer; info: { width: number; height: number; channels: 1 | 2 | 3 | 4 } };
  try {
    pixels = await sharp(path, { ...decoding, pages: 1 })
      .timeout({ seconds: decodingSeconds })
      .autoOrient()
      .resize(side, side, { fit: 'cover' })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
  } catch (error) {
    throw refusalOfDecoding(error);
  }
  const { width, height, channels } = pixels.info;
  const raw = { raw: { width, height, channels } };
  const sized = (size: number) =>
    sharp(pixels.data, raw).resize(size, size).webp({ quality: QUALITY }).toBuffer();
  return { large: await sized(side), small: await sized(pictureSides.small) };
}
