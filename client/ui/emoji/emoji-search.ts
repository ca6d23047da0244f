import type { Emoji, EmojiData } from './emoji-data.ts';

/** How well an emoji fits: the less, the better. */
const ranks = { name: 0, nameStart: 1, nameWord: 2, label: 3, tag: 4 } as const;

/**
 * The emoji that fit some letters, best first: by its name between colons, then what it is called, then further words.
 * Each word written must be the beginning of one of the emoji's.
 * @param weightOf how much one uses an emoji: of two that fit as well, the more used comes first
 */
export function findEmoji(
  { all, byText }: EmojiData,
  query: string,
  most: number,
  weightOf: (emoji: Emoji) => number,
): Emoji[] {
  const wanted = query.trim().toLowerCase().replaceAll(':', '');
  const exact = byText.get(query.trim());
  if (exact) return [exact];
  const parts = wanted.split(/[\s_]/).filter(Boolean);
  if (parts.length === 0) return [];
  return all
    .map((emoji) => ({ emoji, rank: rankOf(emoji, wanted, parts), weight: weightOf(emoji) }))
    .filter((found): found is typeof found & { rank: number } => found.rank !== null)
    .sort((a, b) => a.rank - b.rank || b.weight - a.weight || a.emoji.order - b.emoji.order)
    .slice(0, most)
    .map(({ emoji }) => emoji);
}

function rankOf(emoji: Emoji, wanted: string, parts: string[]): number | null {
  const { names, nameWords, labelWords, tags } = emoji;
  const named = wanted.replaceAll(' ', '_');
  if (names.includes(named)) return ranks.name;
  if (names.some((name) => name.startsWith(named))) return ranks.nameStart;
  const fits = (...lists: (readonly string[])[]) =>
    parts.every((part) => lists.some((words) => words.some((word) => word.startsWith(part))));
  if (fits(nameWords)) return ranks.nameWord;
  if (fits(labelWords)) return ranks.label;
  return fits(nameWords, labelWords, tags) ? ranks.tag : null;
}
