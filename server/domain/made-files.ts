import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { withEnding } from '#contract/file-names.ts';
import type { FileKind } from '#contract/files.ts';
import type { FileId } from '#contract/ids.ts';
import { sniffType } from '#platform/file-types.ts';
import { files } from '#platform/files.ts';
import { encodeImage, type Image, isImageType } from '#platform/images.ts';
import { sizes } from './file-rows.ts';

/** What became of an upload. */
export interface Made {
  type: string;
  kind: FileKind;
  /** Of what is given. */
  size: number;
  /** Of all that is kept. */
  keptBytes: number;
  sha256: Buffer;
  width: number;
  height: number;
  isAnimated: boolean;
  hasPreview: boolean;
  /** What it is called, given what its uploader called it. */
  nameOf(name: string): string;
}

/**
 * Keeps what was uploaded under an id: an image encoded anew, in three sizes, anything else as it came. Doing it again
 * keeps the same. `whose`: see `decodeInTurn`. Throws `invalid` for an image that unfolds to too much.
 */
export async function makeOf(id: FileId, path: string, whose: string): Promise<Made> {
  const { type, kind } = await sniffType(path);
  const image = isImageType(type) ? await encodeImage(path, type, whose) : null;
  if (image) return keepImage(id, image);
  const sha256 = await digestOf(path);
  const { size } = await stat(path);
  await files().take(id, path);
  return {
    // An image that is damaged, or that no browser shows, is a file like any.
    ...{ type, kind: kind === 'image' ? 'other' : kind, size, keptBytes: size, sha256 },
    ...{ width: 0, height: 0, isAnimated: false, hasPreview: false },
    nameOf: (name) => name,
  };
}

async function keepImage(id: FileId, image: Image): Promise<Made> {
  const { path, type, ending, width, height, isAnimated, preview, large } = image;
  try {
    const sha256 = await digestOf(path);
    const { size } = await stat(path);
    await files().keep(`${id}-${sizes.preview}`, preview);
    if (large) await files().keep(`${id}-${sizes.large}`, large);
    await files().take(id, path);
    return {
      ...{ type, kind: 'image', size, sha256, width, height, isAnimated, hasPreview: true },
      keptBytes: size + preview.length + (large?.length ?? 0),
      nameOf: (name) => (fits(name, ending) ? name : withEnding(name, ending)),
    };
  } finally {
    await rm(path, { force: true });
  }
}

/** Whether a name says what the file is now. */
function fits(name: string, ending: string): boolean {
  const own = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return own === ending || (ending === 'jpg' && own === 'jpeg');
}

async function digestOf(path: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest();
}
