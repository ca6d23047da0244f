import { decodeInTurn } from './image-turns.ts';
import { isPicture } from './pictures.ts';

/** A picture from elsewhere as it is kept and shown. */
export interface PreviewImage {
  /** In `pictureType`. */
  bytes: Buffer;
  width: number;
  height: number;
}

/** Pixels: twice of what a card has room for, and what a picture may unfold to. */
const WIDTH = 720;
const HEIGHT = 480;
const PIXELS = 25_000_000;
/** What is smaller is no picture of anything: such are used to count who reads. */
const SMALLEST = 16;
/** Seconds: other pictures wait meanwhile. */
const TIMEOUT = 5;

/** Encodes a picture anew, upright and still: nothing of its bytes is kept. Null: it is none, or too large. */
export async function encodePreview(bytes: Buffer): Promise<PreviewImage | null> {
  if (!isPicture(bytes)) return null;
  try {
    const { data, info } = await decodeInTurn('links', (sharp) =>
      sharp(bytes, { limitInputPixels: PIXELS, failOn: 'error', pages: 1 })
        .timeout({ seconds: TIMEOUT })
        .autoOrient()
        .resize(WIDTH, HEIGHT, { fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .webp({ quality: 78 })
        .toBuffer({ resolveWithObject: true }),
    );
    const { width, height } = info;
    return Math.min(width, height) < SMALLEST ? null : { bytes: data, width, height };
  } catch {
    // Whatever the library says is about the picture. Where too many wait, the card does without.
    return null;
  }
}
