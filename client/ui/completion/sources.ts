import { emojiLater } from '#ui/emoji/emoji-later.ts';
import { loadLater } from '#ui/parts/load-later.ts';
import type { CompletionSource } from './finder.ts';

/** What can be completed while one writes, by its trigger. */
export const sources: readonly [CompletionSource, ...CompletionSource[]] = [
  {
    trigger: ':',
    // A time of day is none, nor is a face made of one letter.
    opensFor: (query) => /^[\w+-]{2,}$/.test(query) && !/^\d+$/.test(query),
    finder: loadLater(async () => {
      const [{ emojiFinder }] = await Promise.all([import('./emoji-finder.tsx'), emojiLater.load()]);
      return emojiFinder;
    }),
  },
  {
    trigger: '@',
    opensFor: (query) => /^[\p{L}\p{M}\p{Nd}._-]*$/u.test(query),
    finder: loadLater(async () => (await import('./user-finder.tsx')).userFinder),
  },
  {
    trigger: '#',
    // A heading begins with the sign alone, and one that is repeated is no channel.
    opensFor: (query) => query !== '',
    finder: loadLater(async () => (await import('./channel-finder.tsx')).channelFinder),
  },
  {
    trigger: '/',
    isFirst: true,
    opensFor: (query) => /^[a-z]*$/i.test(query),
    finder: loadLater(async () => (await import('./command-finder.tsx')).commandFinder),
  },
];

export const triggers = sources.map(({ trigger, isFirst }) => (isFirst ? '' : trigger)).join('');
/** Those of words that can only be the first of a text. */
export const firstTriggers = sources.map(({ trigger, isFirst }) => (isFirst ? trigger : '')).join('');
