import { useMemo } from 'react';
import { useMe } from '#state/hooks.ts';
import { emojiLater } from '#ui/emoji/emoji-later.ts';
import { findEmoji } from '#ui/emoji/emoji-search.ts';
import { weightsOf } from '#ui/emoji/emoji-uses.ts';
import { inTone } from '#ui/emoji/skin-tones.ts';
import { emojiUsesOf, noteEmojiUse, useEmojiUses } from '#ui/emoji/use-emoji-uses.ts';
import { words } from '#ui/words.ts';
import type { Candidate, Finder } from './finder.ts';

/** So many are offered. */
const most = 8;

/** Whoever loads this loads the emoji with it. */
const dataNow = emojiLater.now;

function useCandidates(query: string): readonly Candidate[] {
  const { id: userId } = useMe();
  const uses = useEmojiUses(userId);
  return useMemo(() => {
    const data = dataNow();
    const weights = weightsOf(uses);
    const found = data ? findEmoji(data, query, most, ({ text }) => weights.get(text) ?? 0) : [];
    return found.map((emoji): Candidate => {
      const insert = inTone(emoji, uses.tone);
      return {
        key: emoji.text,
        insert,
        picture: <span className="text-[1.125rem] leading-none">{insert}</span>,
        name: `:${emoji.names[0]}:`,
        onInsert: () => noteEmojiUse(userId, emoji),
      };
    });
  }, [query, uses, userId]);
}

/** `:name` becomes an emoji. */
export const emojiFinder: Finder = {
  label: words.emoji.list,
  useCandidates,
  closed(query, userId) {
    const emoji = dataNow()?.byName.get(query.toLowerCase());
    if (!emoji) return undefined;
    noteEmojiUse(userId, emoji);
    return inTone(emoji, emojiUsesOf(userId).tone);
  },
};
