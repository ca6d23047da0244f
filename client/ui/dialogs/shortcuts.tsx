import { messageActions } from '#ui/messages/message-actions.ts';
import { Dialog } from '#ui/parts/dialog.tsx';
import { words } from '#ui/words.ts';

export function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={words.shortcuts.title} onClose={onClose} wide>
      {/* The dialog itself scrolls, which the keys can reach: there is nothing in here to take the focus. */}
      <div className="shrink-0 px-5 pt-1 pb-5">
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-5 gap-y-2">
          {words.shortcuts.list.map(([keys, what]) => (
            <div key={keys} className="contents">
              <dt>
                <kbd className="rounded-control border border-border bg-sunken px-1.5 py-0.5 font-sans text-small whitespace-nowrap">
                  {keys}
                </kbd>
              </dt>
              <dd className="text-small">{what}</dd>
            </div>
          ))}
        </dl>
        <h3 className="pt-5 pb-2 text-small font-semibold">{words.actions.keysTitle}</h3>
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-5 gap-y-2">
          {messageActions.map(({ name, keys, word }) =>
            keys === null ? null : (
              <div key={name} className="contents">
                <dt>
                  <kbd className="rounded-control border border-border bg-sunken px-1.5 py-0.5 font-sans text-small whitespace-nowrap">
                    {keys.length === 1 ? keys.toUpperCase() : keys}
                  </kbd>
                </dt>
                <dd className="text-small">{word}</dd>
              </div>
            ),
          )}
        </dl>
      </div>
    </Dialog>
  );
}
