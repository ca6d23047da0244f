import { useEffect, useRef, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { limits } from '#contract/limits.ts';
import { readMentionWords } from '#contract/mention-words.ts';
import { Button } from '#ui/parts/button.tsx';
import { words } from '#ui/words.ts';

/** The word of a text that would mention more people than one does without being asked; null when there is none. */
export function askedFor(text: string, { may, memberCount }: MyConversation): string | null {
  if (memberCount <= limits.mentionsUnasked || !may.includes('mentionEveryone')) return null;
  return readMentionWords(text).find((word) => /^@(?:channel|here)$/i.test(word)) ?? null;
}

interface EveryoneQuestionProps {
  word: string;
  count: number;
  onSend: () => void;
  /** Back to the text. */
  onCancel: () => void;
}

/** Asks once before many people are mentioned. */
export function EveryoneQuestion({ word, count, onSend, onCancel }: EveryoneQuestionProps) {
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  const ask = /here/i.test(word) ? words.mentions.questionHere : words.mentions.question;
  return (
    <fieldset
      aria-label={words.mentions.ask}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onCancel();
      }}
      className="mb-2 flex flex-wrap items-center gap-2 rounded-card border border-border-strong bg-raised px-3 py-2"
    >
      <p className="min-w-40 flex-1 text-small">{ask(word, count)}</p>
      <Button ref={yes} look="primary" onClick={onSend}>
        {words.mentions.yes}
      </Button>
      <Button onClick={onCancel}>{words.mentions.no}</Button>
    </fieldset>
  );
}

/** The question of a composer: `ask` says whether it has to be answered before the text is sent. */
export function useEveryoneQuestion(conversation: MyConversation) {
  const [word, setWord] = useState<string | null>(null);
  const close = () => setWord(null);
  const ask = (text: string) => {
    const asked = askedFor(text, conversation);
    setWord(asked);
    return asked !== null;
  };
  return { word, ask, close };
}
