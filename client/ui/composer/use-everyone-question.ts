import { useCallback, useState } from 'react';
import { readMentionWords } from '#contract/mention-words.ts';
import { pageLimits } from '#contract/page-limits.ts';
import type { ConversationFacts } from '#state/nouns/facts.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';

const questionLine = loadLater(async () => (await import('./question-line.tsx')).QuestionLine);

/** The word of a text that would mention more people than one does without being asked; null when there is none. */
export function askedFor(text: string, { may, memberCount }: ConversationFacts): string | null {
  if (memberCount <= pageLimits.mentionsUnasked || !may.includes('mentionEveryone')) return null;
  return readMentionWords(text).find((word) => /^@(?:channel|here)$/i.test(word)) ?? null;
}

/** The question of a composer: `ask` says whether it has to be answered before the text is sent. */
export function useEveryoneQuestion(conversation: ConversationFacts) {
  const [word, setWord] = useState<string | null>(null);
  const close = useCallback(() => setWord(null), []);
  const QuestionLine = useLater(questionLine, word !== null, close);
  const ask = (text: string) => {
    const asked = askedFor(text, conversation);
    setWord(asked);
    return asked !== null;
  };
  return { word, ask, close, QuestionLine };
}
