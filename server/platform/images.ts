import { rm } from 'node:fs/promises';
import { imageSides } from '#contract/files.ts';
import { incomingPath } from './files.ts';
import {
  decodeInTurn,
  decoding,
  decodingSeconds,
  isTooManyPixels,
  refusalOfDecoding,
  type Sharp,
} from './image-turns.ts';

/** An image of a message as it is kept: upright, in one colour space, without a word of where and by what it was taken. */
export interface Image {
  /** The whole of it, encoded anew, in the folder of what comes in. */
  path: string;
  type: string;
  /** The ending that names of this type have. */
  ending: string;
  width: number;
  height: number;
  isAnimated: boolean;
  /** What a timeline shows: the first frame. */
  preview: Buffer;
  /** The same in large; null where the preview is as large as the image. */
  large: Buffer | null;
}

/** How each type is written: as itself, where every browser shows it. */
const written = {
  'image/jpeg': { type: 'image/jpeg', ending: 'jpg' },
  'image/png': { type: 'image/png', ending: 'png' },
  'image/apng': { type: 'image/png', ending: 'png' },
  'image/webp': { type: 'image/webp', ending: 'webp' },
  'image/gif': { type: 'image/gif', ending: 'gif' },
  'image/avif': { type: 'image/webp', ending: 'webp' },
} as const;

/** Whether files of a type are decoded at all; others are files like any. */
export function isImageType(type: string): type is keyof typeof written {
  return Object.hasOwn(written, type);
}

/**
 * Makes an image of what was uploaded: nothing of its bytes is kept. Null for one that is damaged. Throws `invalid` for
 * one that unfolds to too many pixels or takes too long, and `unavailable` when too many wait.
 *
 * @param whose see `decodeInTurn`
 */
export async function encodeImage(
  path: string,
  type: keyof typeof written,
  whose: string,
): Promise<Image | null> {
  const target = await incomingPath();
  try {
    return await decodeInTurn(whose, (sharp) => encode(sharp, { path, type, target }));
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

interface Work {
  path: string;
  type: keyof typeof written;
  target: string;
}

async function encode(sharp: Sharp, { path, type, target }: Work): Promise<Image | null> {
  const mayMove = type === 'image/gif' || type === 'image/webp';
  const deadline = performance.now() + decodingSeconds * 1_000;
  const left = () => Math.max(1, Math.ceil((deadline - performance.now()) / 1_000));
  const open = (pages: number) => sharp(path, { ...decoding, pages }).timeout({ seconds: left() });
  const sized = (side: number) =>
    open(1)
      .autoOrient()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: side === imageSides.preview ? 80 : 84 })
      .toBuffer();
  try {
    const whole = open(mayMove ? -1 : 1)
      .autoOrient()
      .toColourspace('srgb');
    const info = await formatted(whole, written[type].type).toFile(target);
    const height = info.pageHeight ?? info.height;
    const isSmall = Math.max(info.width, height) <= imageSides.preview;
    return {
      ...{ path: target, ...written[type], width: info.width, height },
      isAnimated: (info.pages ?? 1) > 1,
      preview: await sized(imageSides.preview),
      large: isSmall ? null : await sized(imageSides.large),
    };
  } catch (error) {
    if (isTooManyPixels(error) || (error instanceof Error && /timeout/i.test(error.message)))
      throw refusalOfDecoding(error);
    await rm(target, { force: true });
    return null;
  }
}

function formatted(image: ReturnType<Sharp>, type: (typeof written)[keyof typeof written]['type']) {
  if (type === 'image/jpeg') return image.jpeg({ quality: 90 });
  if (type === 'image/png') return image.png();
  return type === 'image/gif' ? image.gif() : image.webp({ quality: 90 });
}
