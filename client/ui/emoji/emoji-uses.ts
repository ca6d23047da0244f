import type { Tonable } from './skin-tones.ts';

/** What one uses: how often and how lately, and in which skin tone. */
export interface EmojiUses {
  /** 0 is none, then from light to dark. */
  tone: number;
  /** The most used first. */
  used: readonly EmojiUse[];
}

interface EmojiUse extends Tonable {
  /** How much it was used, as it counted at `at`. */
  weight: number;
  /** In ms since 1970. */
  at: number;
}

/** So many are remembered. */
const usesMost = 60;
/** After so long a use counts half, in ms. */
const halfLife = 14 * 24 * 60 * 60_000;
/** UTF-16 units: longer than any emoji. */
const longest = 64;

/** What there is for those who have used nothing yet. */
export const usualEmoji: readonly Tonable[] = [
  { text: '👍', hasTones: true },
  { text: '❤️', hasTones: false },
  { text: '😂', hasTones: false },
  { text: '🎉', hasTones: false },
  { text: '👀', hasTones: false },
  { text: '✅', hasTones: false },
];

export const noUses: EmojiUses = { tone: 0, used: [] };

/** After one more use. The least used give way. */
export function withUse(uses: EmojiUses, { text, hasTones }: Tonable, now: number): EmojiUses {
  const before = uses.used.find((use) => use.text === text);
  const use = { text, hasTones, weight: (before ? weightAt(before, now) : 0) + 1, at: now };
  const used = [use, ...uses.used.filter((other) => other !== before)];
  used.sort((a, b) => weightAt(b, now) - weightAt(a, now) || b.at - a.at);
  return { ...uses, used: used.slice(0, usesMost) };
}

/** The most used, then the usual ones until there are enough. */
export function mostUsed({ used }: EmojiUses, count: number): Tonable[] {
  const known = new Set(used.map(({ text }) => text));
  return [...used, ...usualEmoji.filter(({ text }) => !known.has(text))].slice(0, count);
}

/** How much each is used, for the order of what fits as well. */
export function weightsOf({ used }: EmojiUses): ReadonlyMap<string, number> {
  return new Map(used.map(({ text }, index) => [text, used.length - index]));
}

function weightAt({ weight, at }: EmojiUse, now: number): number {
  return weight * 0.5 ** (Math.max(0, now - at) / halfLife);
}

/** What a text holds that this wrote; whatever is not that is passed over. */
export function usesIn(kept: string | null): EmojiUses {
  const found = parsed(kept);
  if (typeof found !== 'object' || found === null) return noUses;
  const { tone, used }: { tone?: unknown; used?: unknown } = found;
  return {
    tone: typeof tone === 'number' && Number.isInteger(tone) && tone >= 0 && tone <= 5 ? tone : 0,
    used: (Array.isArray(used) ? used : []).filter(isUse).slice(0, usesMost),
  };
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

function isUse(value: unknown): value is EmojiUse {
  if (typeof value !== 'object' || value === null) return false;
  const { text, hasTones, weight, at }: Partial<Record<keyof EmojiUse, unknown>> = value;
  return (
    typeof text === 'string' &&
    text.length <= longest &&
    /^\p{Emoji}/u.test(text) &&
    typeof hasTones === 'boolean' &&
    Number.isFinite(weight) &&
    Number.isFinite(at)
  );
}
