import rows from './emoji.json';
import type { Tonable } from './skin-tones.ts';

/** One emoji as the picker and the completion know it. */
export interface Emoji extends Tonable {
  /** What it is called, as a screen reader says it. */
  label: string;
  /** What it is called between colons, the usual name first. */
  names: readonly string[];
  /** The words it is found by: of its names, of its label, and further ones. */
  nameWords: readonly string[];
  labelWords: readonly string[];
  tags: readonly string[];
  /** Its position in Unicode's order. */
  order: number;
}

export interface EmojiData {
  /** As `emojiGroups` names them, in Unicode's order. */
  groups: readonly (readonly Emoji[])[];
  all: readonly Emoji[];
  byText: ReadonlyMap<string, Emoji>;
  byName: ReadonlyMap<string, Emoji>;
}

/** Every emoji that this workspace knows. `npm run emoji` writes the file. */
export const emojiData: EmojiData = read();

function read(): EmojiData {
  let order = 0;
  const groups = rows.map((group) =>
    group.map(([text, label, names, tags, tones]): Emoji => {
      order += 1;
      const own = String(names).split(' ');
      return {
        text: String(text),
        label: String(label),
        names: own,
        nameWords: own.flatMap((name) => name.split('_')),
        labelWords: String(label).toLowerCase().split(/[ -]/),
        tags: String(tags).split(' '),
        hasTones: tones === 1,
        order,
      };
    }),
  );
  const all = groups.flat();
  // Where two have one name, it is the earlier one's.
  const names = all.flatMap((emoji) => emoji.names.map((name) => [name, emoji] as const)).reverse();
  return { groups, all, byText: new Map(all.map((emoji) => [emoji.text, emoji])), byName: new Map(names) };
}
