import { Dialog } from '#ui/parts/dialog.tsx';
import { keyGroups } from './key-groups.ts';
import { keyListWords } from './key-words.ts';

/** Every key, by what it is for. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={keyListWords.title} onClose={onClose} wide>
      {/* The dialog itself scrolls, which the keys can reach: there is nothing in here to take the focus. */}
      <div className="shrink-0 px-5 pb-5">
        {keyGroups.map(({ title, lines }) => (
          <section key={title} aria-label={title} className="not-first:pt-5">
            <h3 className="pb-2 text-small font-semibold">{title}</h3>
            <dl className="grid grid-cols-[9.5rem_1fr] items-baseline gap-x-5 gap-y-2">
              {lines.map(([keys, what]) => (
                <div key={`${keys} ${what}`} className="contents">
                  <dt>
                    <kbd className="rounded-control border border-border bg-sunken px-1.5 py-0.5 font-sans text-small">
                      {keys}
                    </kbd>
                  </dt>
                  <dd className="text-small">{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
