import { loadLater } from '#ui/parts/load-later.ts';

/** The names of all emoji, fetched when they are first asked for. */
export const emojiLater = loadLater(async () => (await import('./emoji-data.ts')).emojiData);
