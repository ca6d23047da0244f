import { useEffect, useRef } from 'react';
import { Button } from '#ui/parts/button.tsx';
import { words } from '#ui/words.ts';

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
