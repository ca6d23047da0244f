import { findMentionWords } from '#contract/mention-words.ts';
import type { Message } from '#contract/messages.ts';
import { useChat } from '#state/hooks.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { fileNames } from './file-names.ts';
import { useBlocks } from './parsed.ts';
import { plainTextOf } from './plain-text.ts';

/** What a message says in plain words, with whom it mentions by the names of today, as far as they are known. */
export function useExcerpt({ body, mentions, files }: Pick<Message, 'body' | 'mentions' | 'files'>): string {
  const names = useChat(({ users, conversations }) =>
    mentions.map((mention) => {
      if ('userId' in mention) return users[mention.userId]?.name;
      return 'conversationId' in mention ? conversations[mention.conversationId]?.name : undefined;
    }),
  );
  const text = plainTextOf(useBlocks(body));
  let excerpt = '';
  let from = 0;
  for (const { text: word, start } of findMentionWords(text)) {
    const name = names[mentions.findIndex((mention) => mention.text === word)];
    if (!name) continue;
    excerpt += `${text.slice(from, start)}${word.charAt(0)}${isolated(name)}`;
    from = start + word.length;
  }
  return excerpt + text.slice(from) || fileNames(files);
}
