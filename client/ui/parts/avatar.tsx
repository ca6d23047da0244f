import type { PresenceStatus } from '#contract/presence.ts';
import { words } from '#ui/words.ts';

/** A steady hue from 0 to 359 for an id. */
function hueOf(id: string): number {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) % 9973;
  return (hash * 47) % 360;
}

let graphemes: Intl.Segmenter | undefined;

/** The first letters of the first and the last word, counted as graphemes. */
export function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/u);
  const first = parts[0] ?? '';
  const last = parts.length > 1 ? (parts[parts.length - 1] ?? '') : '';
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const letters = graphemes;
  const firstLetter = (word: string) => letters.segment(word)[Symbol.iterator]().next().value?.segment ?? '';
  return (firstLetter(first) + firstLetter(last)).toUpperCase() || '?';
}

const sizes = {
  small: 'size-5 rounded-control text-[0.5625rem]',
  medium: 'size-8 rounded-control text-tiny',
  large: 'size-9 rounded-card text-small',
  huge: 'size-14 rounded-card text-title',
} as const;

export type AvatarSize = keyof typeof sizes;

interface AvatarProps {
  id: string;
  /** Null until it is known. */
  name: string | null;
  /** The file of their own picture; without one, or until it is here, their letters are drawn. */
  picture?: string | null | undefined;
  size?: AvatarSize;
}

export function Avatar({ id, name, picture, size = 'large' }: AvatarProps) {
  const file = `/api/v1/files/${picture}`;
  return (
    <span
      aria-hidden
      style={{ '--hue': hueOf(id) }}
      // Drawn, not written: the letters are no part of anybody's name for whatever the picture stands in.
      data-drawn={name === null ? '' : initialsOf(name)}
      className={`avatar-tint drawn-text relative inline-flex overflow-clip shrink-0 items-center justify-center font-semibold select-none ${sizes[size]}`}
    >
      {picture && (
        // biome-ignore lint/performance/noImgElement: it is made in its two sizes already.
        <img
          src={file}
          srcSet={`${file}?size=64 64w,${file} 256w`}
          sizes={size === 'huge' ? '128px' : '32px'}
          alt=""
          loading="lazy"
          className="absolute inset-0 size-full"
        />
      )}
    </span>
  );
}

const dots: Record<PresenceStatus, string> = {
  online: 'bg-success border-success',
  away: 'border-success bg-sunken',
  offline: 'border-border-strong bg-sunken',
};

/** Full for online, a ring for away; told apart by shape and by name, not by colour alone. */
export function PresenceDot({ status }: { status: PresenceStatus }) {
  if (status === 'offline') return null;
  return (
    <span
      role="img"
      aria-label={words.presence[status]}
      className={`block size-2 rounded-full border-2 ${dots[status]}`}
    />
  );
}
