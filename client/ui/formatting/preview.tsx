import { formattingWords } from './formatting-words.ts';
import { MessageText } from './message-text.tsx';
import { previewWords } from './preview-words.ts';

/** What a text will look like as a message, in the place of the field in which it is written. */
export function Preview({ text }: { text: string }) {
  return (
    <section
      aria-label={formattingWords.preview}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it may scroll, and keys have to reach it
      tabIndex={0}
      className="max-h-[40dvh] min-h-11 min-w-0 flex-1 overflow-y-auto rounded-card px-3.5 py-[0.6875rem] -outline-offset-2"
    >
      {text.trim() === '' ? (
        <p className="text-muted">{previewWords.nothing}</p>
      ) : (
        <MessageText text={text} whole />
      )}
    </section>
  );
}
