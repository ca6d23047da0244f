import { findMentionWords } from './mention-words.ts';

/** How a channel of this name is written in a text; null when no word can name it. */
export function channelWord(name: string): string | null {
  const word = `#${name.replaceAll(' ', '-')}`;
  const [found] = findMentionWords(word);
  return found?.text === word ? word : null;
}
