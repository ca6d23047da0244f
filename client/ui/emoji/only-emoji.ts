/** More emoji than this are a text like any other. */
const most = 20;
/** UTF-16 units: so many of the longest, with white space between. */
const longest = 320;

/** What joins two, and what changes the one before it: a presentation, a keycap, a skin tone, a flag's letters. */
const joiner = '\u200d';
const changes = /[\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/u;
/** What makes an emoji of a sign that is text otherwise. */
const makesEmoji = /[\ufe0f\u{1f3fb}-\u{1f3ff}]/u;

/** Whether a message is a few emoji and nothing else but white space. Linear in the text, and short texts only. */
export function isOnlyEmoji(text: string): boolean {
  if (text.length > longest) return false;
  const characters = [...text.trim()];
  let count = 0;
  for (const [at, character] of characters.entries()) {
    const kind = kindOf(character, characters[at - 1], characters[at + 1]);
    if (kind === 'other') return false;
    if (kind === 'emoji') count += 1;
    if (kind === 'half') count += 0.5;
    if (count > most) return false;
  }
  return count >= 1;
}

/** `half`: one of the two letters of a flag. `part`: it belongs to what stands before it, or between. */
function kindOf(character: string, before = '', after = ''): 'emoji' | 'half' | 'part' | 'other' {
  if (/\s/.test(character)) return 'part';
  if (character === joiner || changes.test(character))
    return before === '' || /\s/.test(before) ? 'other' : 'part';
  if (/\p{Regional_Indicator}/u.test(character)) return 'half';
  if (before === joiner) return /\p{Emoji}/u.test(character) ? 'part' : 'other';
  if (/\p{Emoji_Presentation}/u.test(character)) return 'emoji';
  const isEmoji = /[\d#*]/.test(character)
    ? after === '\ufe0f' || after === '\u20e3'
    : makesEmoji.test(after);
  return isEmoji && /\p{Emoji}/u.test(character) ? 'emoji' : 'other';
}
