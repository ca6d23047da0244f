import { memo } from 'react';
import { words } from '#ui/words.ts';
import { useToolbarShown } from './toolbar-shown.ts';

/** Shows the formatting toolbar, or hides it; remembered in this browser. No key draws it again. */
export const ToolbarButton = memo(function ToolbarButton() {
  const [isShown, show] = useToolbarShown();
  const label = isShown ? words.formatting.hide : words.formatting.show;
  return (
    <button
      type="button"
      aria-label={label}
      aria-expanded={isShown}
      data-hint={label}
      onClick={() => show(!isShown)}
      className="group/letters inline-flex size-11 shrink-0 items-center justify-center rounded-card -outline-offset-2"
    >
      <span
        aria-hidden
        className={`inline-flex size-8 items-center justify-center rounded-control text-small font-semibold group-hover/letters:bg-strong group-hover/letters:text-text ${isShown ? 'text-text' : 'text-muted'}`}
      >
        Aa
      </span>
    </button>
  );
});
