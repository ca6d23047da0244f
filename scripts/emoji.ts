import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import all from 'emojibase-data/en/compact.json' with { type: 'json' };
import emojibase from 'emojibase-data/en/shortcodes/emojibase.json' with { type: 'json' };
import github from 'emojibase-data/en/shortcodes/github.json' with { type: 'json' };
import iamcal from 'emojibase-data/en/shortcodes/iamcal.json' with { type: 'json' };
import { emoji as oneEmoji } from '#contract/emoji.ts';
import { root } from './tool.ts';

// `npm run emoji`, after emojibase-data has changed: writes down what the emoji picker and the completion of `:name`
// need of it, which is a third of it.

export const emojiFile = join(root, 'client', 'ui', 'emoji', 'emoji.json');

/** An emoji, what it is called, its names for `:name:` (first the usual one), further words, whether it has skin tones. */
type Row = [emoji: string, label: string, names: string, tags: string, tones: 0 | 1];

/** The groups of Unicode, in its order, without the one of skin tones and hair (2). */
const groups = [0, 1, 3, 4, 5, 6, 7, 8, 9];

const tone = '\u{1f3fd}';

/** The text of the file: one array of rows for each group. */
export function emojiData(): string {
  const namesOf = (hexcode: string) => {
    const known = [github[hexcode] ?? [], iamcal[hexcode] ?? []].flat();
    const names = known.length > 0 ? known : [emojibase[hexcode] ?? []].flat();
    return [...new Set(names)].join(' ');
  };
  const rows = groups.map((group) =>
    all
      .filter((item) => item.group === group)
      .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
      .map(({ unicode, label, hexcode, tags, skins }): Row => {
        const tones = skins !== undefined && isEmoji(withTone(unicode)) ? 1 : 0;
        return [asRecommended(unicode), label, namesOf(hexcode), (tags ?? []).join(' '), tones];
      }),
  );
  return `[\n${rows.map((group) => `[${group.map((row) => JSON.stringify(row)).join(',\n')}]`).join(',\n')}\n]\n`;
}

/** The data mark every emoji as one (U+FE0F); the contract takes what Unicode recommends, which marks some. */
function asRecommended(text: string): string {
  return isEmoji(text) ? text : text.replaceAll('\ufe0f', '');
}

function withTone(text: string): string {
  return text.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${tone}`);
}

function isEmoji(text: string): boolean {
  return oneEmoji.safeParse(text).success;
}

/** What is in the repository. */
export function keptEmojiData(): string {
  return readFileSync(emojiFile, 'utf8');
}

if (import.meta.main) writeFileSync(emojiFile, emojiData());
