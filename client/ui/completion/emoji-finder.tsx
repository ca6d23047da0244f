import { useMemo } from 'react';
import { useMe } from '#state/hooks.ts';
import { emojiData } from '#ui/emoji/emoji-data.ts';
import { findEmoji } from '#ui/emoji/emoji-search.ts';
import { weightsOf } from '#ui/emoji/emoji-uses.ts';
import { withTone } from '#ui/emoji/skin-tones.ts';
import { emojiUsesOf, noteEmojiUse, useEmojiUses } from '#ui/emoji/use-emoji-uses.ts';
import { words } from '#ui/words.ts';
import type { Candidate, Finder } from './finder.ts';

/** So many are offered. */
const most = 8;

/** `:name` becomes an emoji. */
export const emojiFinder: Finder = {
  label: words.emoji.list,
  useCandidates(query) {
    const { id: userId } = useMe();
    const uses = useEmojiUses(userId);
    return useMemo(() => {
      const weights = weightsOf(uses);
      const found = findEmoji(emojiData, query, most, ({ text }) => weights.get(text) ?? 0);
      return found.map(({ text, label, names: [name = label], hasTones }): Candidate => {
        const insert = hasTones ? withTone(text, uses.tone) : text;
        return {
          key: text,
          insert,
          picture: <span className="text-[1.125rem] leading-none">{insert}</span>,
          name: `:${name}:`,
          onInsert: () => noteEmojiUse(userId, text),
        };
      });
    }, [query, uses, userId]);
  },
  closed(query, userId) {
    const emoji = emojiData.byName.get(query.toLowerCase());
    if (!emoji) return undefined;
    noteEmojiUse(userId, emoji.text);
    return emoji.hasTones ? withTone(emoji.text, emojiUsesOf(userId).tone) : emoji.text;
  },
};
