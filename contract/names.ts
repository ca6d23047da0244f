import { characterCount } from './characters.ts';

// What a name may be made of. Everything here reads its text once from start to end and is given bounded text
// (see text.ts), so no name takes longer than its length.

/** Combining marks in a row, after NFC: as many as any script stacks in earnest, too few to leave the line. */
const mostMarks = 4;

/** Emoji with their selectors, joiners and skin tones; flags made of tags only where Unicode names them. */
const emoji =
  '\\p{RGI_Emoji}|\\p{Extended_Pictographic}\\p{Emoji_Modifier}?[\\uFE0E\\uFE0F]?(?:\\u200D\\p{Extended_Pictographic}\\p{Emoji_Modifier}?\\uFE0F?)*';

/** Letters and marks of scripts in which letters join or stack. */
const joining =
  '[[\\p{L}\\p{M}]--[\\p{sc=Latin}\\p{sc=Greek}\\p{sc=Cyrillic}\\p{sc=Han}\\p{sc=Zinh}\\p{sc=Zyyy}]]';

/** The joiner and the non-joiner, where they say how two letters meet. */
const joiners = `(?<=${joining})[\\u200C\\u200D](?=${joining})`;

let plainPatterns: { emoji: RegExp; joiners: RegExp } | undefined;

/** Made for the first name that is read: Unicode's lists take longer to load than all of the rest of the contract. */
function patternsOfPlain() {
  plainPatterns ??= { emoji: new RegExp(emoji, 'gv'), joiners: new RegExp(joiners, 'gv') };
  return plainPatterns;
}

/** The selectors of a letter's shape, in Han and Mongolian. */
const shapes = /(?<=\p{sc=Han})[\u{E0100}-\u{E01EF}]|(?<=\p{sc=Mongolian})[\u180B-\u180D\u180F]/gu;

/** White space of a line, as one space each. */
const spaces = /\p{Zs}+/gu;

/** NFC, without space around it and with single spaces inside. */
export function tidyName(text: string): string {
  return text.normalize('NFC').trim().replace(spaces, ' ');
}

/** The sign of a channel, in every form that Unicode has of it, but for the key of a telephone, an emoji. */
const channelSigns = /^(?:[#\uFE5F\uFF03](?![\uFE0F\u20E3])\s*)+/u;

/** A tidy name without the `#` that people write before a channel's: it is drawn there, and twice is once too many. */
export function tidyChannelName(text: string): string {
  return tidyName(text).replace(channelSigns, '');
}

/** Faults that one pattern finds, and the sentence for each, in the order in which they are looked for. */
const faults: readonly [RegExp, string][] = [
  [/[\p{Cc}\p{Zl}\p{Zp}]/u, 'This must be one line of plain text'],
  [/\p{Bidi_Control}/u, 'This contains a character that turns the direction of the text'],
  [/[\p{Co}\p{Cn}\p{Cs}]/u, 'This contains a character that has no meaning'],
  [new RegExp(`\\p{M}{${mostMarks + 1}}`, 'u'), 'This has too many marks on one letter'],
  [/(?:^|\s)(?!\p{Default_Ignorable_Code_Point})\p{M}/u, 'This has a mark without its letter'],
];

/** Shows nothing, wherever it stands: default ignorables, and what fonts draw blank. */
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFC]/u;

/** What is wrong with a tidy name of at most `max` code points, as a sentence; null when nothing is. */
export function faultOfName(name: string, max: number): string | null {
  if (name === '') return 'This cannot be empty';
  if (characterCount(name) > max) return tooLong(max);
  const found = faults.find(([pattern]) => pattern.test(name));
  if (found) return found[1];
  const patterns = patternsOfPlain();
  const plain = name.replace(patterns.emoji, '\u25A0').replace(patterns.joiners, '').replace(shapes, '');
  if (unseen.test(plain)) return 'This contains a character that cannot be seen';
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(plain) ? null : 'This must have something that can be seen';
}

/** What is wrong with a topic, which may have several lines and turn its direction back again. */
export function faultOfTopic(text: string, max: number): string | null {
  if (characterCount(text) > max) return tooLong(max);
  if (/[\p{Zl}\p{Zp}]|(?![\n\t])\p{Cc}/u.test(text)) return 'This must be plain text';
  if (/[\u202A-\u202E]/u.test(text) || !text.split('\n').every(closesItsIsolates))
    return 'This contains a character that turns the direction of the text';
  if (/[\p{Co}\p{Cn}\p{Cs}]/u.test(text)) return 'This contains a character that has no meaning';
  return new RegExp(`\\p{M}{${2 * mostMarks + 1}}`, 'u').test(text)
    ? 'This has too many marks on one letter'
    : null;
}

/** Whether every isolate (UAX #9) that begins in a line ends there, and none ends that did not begin. */
function closesItsIsolates(line: string): boolean {
  let open = 0;
  for (const [mark] of line.matchAll(/[\u2066-\u2069]/gu)) {
    open += mark === '\u2069' ? -1 : 1;
    if (open < 0) return false;
  }
  return open === 0;
}

export function tooLong(max: number): string {
  // As `toLocaleString` would, without loading what it knows of languages when the schemas are made.
  return `This is longer than ${String(max).replace(/\B(?=(?:\d{3})+$)/g, ',')} characters`;
}
