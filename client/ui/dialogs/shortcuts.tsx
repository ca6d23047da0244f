import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { words } from '#ui/words.ts';

export function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={words.shortcuts.title} onClose={onClose}>
      <DialogBody>
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-5 gap-y-3">
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
      </DialogBody>
    </Dialog>
  );
}
