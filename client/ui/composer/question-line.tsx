import { useEffect, useRef } from 'react';
import { Button } from '#ui/parts/button.tsx';
import { mentionWords } from './mention-words.ts';

interface QuestionLineProps {
  word: string;
  count: number;
  onSend: () => void;
  /** Back to the text. */
  onCancel: () => void;
}

/** Asks once before many people are mentioned. */
export function QuestionLine({ word, count, onSend, onCancel }: QuestionLineProps) {
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  const ask = /here/i.test(word) ? mentionWords.questionHere : mentionWords.question;
  return (
    <fieldset
      aria-label={mentionWords.ask}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onCancel();
      }}
      className="mb-2 flex flex-wrap items-center gap-2 rounded-card border border-border-strong bg-raised px-3 py-2"
    >
      <p className="min-w-40 flex-1 text-small">{ask(word, count)}</p>
      <Button ref={yes} look="primary" onClick={onSend}>
        {mentionWords.yes}
      </Button>
      <Button onClick={onCancel}>{mentionWords.no}</Button>
    </fieldset>
  );
}
