import { Button } from '#ui/parts/button.tsx';
import { Sentence } from '#ui/parts/sentence.tsx';

interface QuestionProps {
  words: { label: string; question: (...names: string[]) => string; yes: string; no: string };
  /** It can be taken back. */
  isMild?: boolean;
  /** What the question names. */
  names: readonly string[];
  onYes: () => void;
  onNo: () => void;
}

const takeFocus = (element: HTMLElement | null) => element?.focus();

/** Asks once more, in the place of the button that was pressed. Escape says no. */
export function Question({ words, isMild = false, names, onYes, onNo }: QuestionProps) {
  return (
    <fieldset
      ref={takeFocus}
      tabIndex={-1}
      aria-label={words.label}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onNo();
      }}
      className={`flex min-w-0 flex-col gap-3 rounded-control border p-3 outline-none ${isMild ? 'border-border-strong' : 'border-danger'}`}
    >
      <p className="own-box text-small wrap-anywhere">
        <Sentence text={(shown) => words.question(...shown)} names={names} />
      </p>
      <div className="flex flex-wrap gap-2">
        <Button look={isMild ? 'primary' : 'danger'} onClick={onYes}>
          {words.yes}
        </Button>
        <Button onClick={onNo}>{words.no}</Button>
      </div>
    </fieldset>
  );
}
