import { useCallback, useSyncExternalStore } from 'react';
import { createLocalNotes } from '#state/kept/local-notes.ts';
import { type EmojiUses, noUses, usesIn, withUse } from './emoji-uses.ts';
import type { Tonable } from './skin-tones.ts';

const note = 'uses';

/** What was read last, and the text it was read from: the same object as long as that is the same. */
let latest = { userId: '', text: null as string | null, uses: noUses };
const listeners = new Set<() => void>();

const notesOf = (userId: string) => createLocalNotes('emoji', userId);

/** What this user uses in this browser. */
export function emojiUsesOf(userId: string): EmojiUses {
  const text = notesOf(userId).read(note);
  if (latest.userId !== userId || latest.text !== text) latest = { userId, text, uses: usesIn(text) };
  return latest.uses;
}

/** Remembers that an emoji was used. */
export function noteEmojiUse(userId: string, emoji: Tonable): void {
  write(userId, withUse(emojiUsesOf(userId), emoji, Date.now()));
}

/** Remembers a skin tone: 0 is none, then from light to dark. */
export function noteSkinTone(userId: string, tone: number): void {
  write(userId, { ...emojiUsesOf(userId), tone });
}

function write(userId: string, uses: EmojiUses) {
  notesOf(userId).write(note, JSON.stringify(uses));
  for (const listener of listeners) listener();
}

/** The same, and drawn again when it changes. */
export function useEmojiUses(userId: string): EmojiUses {
  return useSyncExternalStore(
    subscribe,
    useCallback(() => emojiUsesOf(userId), [userId]),
    () => noUses,
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
