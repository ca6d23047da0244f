import type { CSSProperties } from 'react';
import type { MessageFile } from '#contract/files.ts';

/** Pixels that a picture takes at the most: alone, and beside others. */
const most = { width: 360, height: 320, several: 160 } as const;
/** Pixels that it takes at the least: there is something to press. */
const least = 64;
/** Rem of what is no picture. */
const rooms: Partial<Record<MessageFile['kind'], [width: number, height: number]>> = { text: [36, 9.75] };
const line = [22, 3.5] as const;

/** The room that a file of a message takes, known before anything of it is loaded. */
export function roomOf({ kind, hasPreview, width, height }: MessageFile, count: number): CSSProperties {
  if (!(hasPreview || kind === 'video')) {
    const [inline, block] = rooms[kind] ?? line;
    return { width: `${inline}rem`, minHeight: `${block}rem` };
  }
  const [w, h] = [width || 640, height || 360];
  const scale = Math.min(1, most.width / w, (count > 1 ? most.several : most.height) / h);
  const [inline, block] = [Math.max(least, w * scale), Math.max(least, h * scale)];
  return { width: inline, aspectRatio: `${inline}/${block}` };
}
