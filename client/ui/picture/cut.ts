import { Refusal } from '#contract/errors.ts';
import { pictureWords } from './picture-words.ts';

/** Pixels of a side that are sent, at the most: twice what is kept of it. */
const mostSide = 512;

/** A square of a picture, in its own pixels. */
export interface Square {
  x: number;
  y: number;
  width: number;
}

/** Cuts a square out of a picture, no larger than is kept of it. Rejects with a Refusal when it cannot be read. */
export async function cutPicture(url: string, { x, y, width }: Square): Promise<Blob> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    throw unreadable();
  }
  const side = Math.max(1, Math.min(mostSide, Math.round(width)));
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  canvas.getContext('2d')?.drawImage(image, x, y, width, width, 0, 0, side, side);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.92));
  if (!picture) throw unreadable();
  return picture;
}

function unreadable(): Refusal {
  return new Refusal('invalid', pictureWords.unreadable);
}
