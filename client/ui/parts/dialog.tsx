import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { words } from '#ui/words.ts';
import { bringFocus } from './focus.ts';

interface DialogProps {
  title: string;
  /** One sentence below the title. */
  lead?: string;
  /** The title is for assistive technology only. */
  bare?: boolean;
  wide?: boolean;
  /** Where the focus goes from what it was opened with, when not back to that. */
  onward?: (origin: HTMLElement) => HTMLElement | null | undefined;
  onClose: () => void;
  children: ReactNode;
}

interface Origin {
  element: HTMLElement | null;
  path: string;
}

/** Where the newest dialog was opened. */
let latest: Origin | null = null;

/** A dialog that takes the place of another goes back to where that one was opened: its button is gone with it. */
export function originNow(): Origin {
  const element = focusedNow();
  const before = element?.closest('[role="dialog"]') ? latest : null;
  latest = before ?? { element, path: window.location.pathname };
  return latest;
}

/**
 * Where the focus goes back to; after a move to another conversation, or when that is gone, on to the composer (but not
 * on touch).
 */
export function focusAfter({ element, path }: Origin): HTMLElement | null {
  // A message's actions are hidden while the focus is away: then it goes to the message.
  if (path === window.location.pathname && element?.isConnected)
    return element.checkVisibility({ visibilityProperty: true })
      ? element
      : (element.closest<HTMLElement>('[data-entry]') ?? element);
  // A conversation that went to another part of the list is another element there.
  const row = element?.dataset.row;
  const moved = row ? document.querySelector<HTMLElement>(`nav [data-row="${row}"]`) : null;
  if (moved?.checkVisibility()) return moved;
  const isMouse = window.matchMedia('(pointer: fine)').matches;
  const composer = isMouse ? document.querySelector<HTMLElement>('[data-composer]') : null;
  return composer ?? document.querySelector<HTMLElement>('main, [role="main"]');
}

/** Where the focus was; for something opened from a menu, the button that opened the menu. */
function focusedNow(): HTMLElement | null {
  const element = document.activeElement;
  const trigger = element?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  const found = trigger ? document.getElementById(trigger) : element;
  return found instanceof HTMLElement ? found : null;
}

/** An open dialog. It is closed by not rendering it, and gives the focus back to where it was. */
export function Dialog({ title, lead, bare = false, wide = false, onward, onClose, children }: DialogProps) {
  const [origin] = useState(originNow);
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(lead ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            const content = event.target instanceof HTMLElement ? event.target : null;
            // The first field if there is one; else the dialog itself, so that its title is read first. So on touch,
            // where a field raises a keyboard over half of what one came to see.
            const isMouse = window.matchMedia('(pointer: fine)').matches;
            const field = isMouse ? content?.querySelector<HTMLElement>('input:not([readonly])') : null;
            (field ?? content)?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // Another dialog has taken its place, and the focus with it.
            if (document.querySelector('[role="dialog"]')) return;
            // What was chosen in it has taken the focus.
            if (document.activeElement?.matches('textarea, input')) return;
            const goal = (origin.element && onward?.(origin.element)) ?? focusAfter(origin);
            if (goal) bringFocus(goal);
          }}
          className={`fixed inset-x-0 bottom-0 z-40 mx-auto flex max-h-[calc(100dvh-2rem)] w-full flex-col overflow-x-hidden overflow-y-auto short:max-h-dvh! rounded-t-card border border-border bg-raised pb-[env(safe-area-inset-bottom)] shadow-float animate-appear focus:outline-none sm:top-[12dvh] sm:bottom-auto short:top-auto! short:bottom-0! sm:max-h-[76dvh] sm:w-[calc(100%-3rem)] sm:rounded-card ${wide ? 'sm:max-w-[36rem]' : 'sm:max-w-[28rem]'}`}
        >
          {bare ? (
            <Radix.Title className="sr-only">{title}</Radix.Title>
          ) : (
            <div className="flex shrink-0 items-start gap-3 px-5 pt-4 pb-3">
              <div className="min-w-0 flex-1 pt-0.5">
                <Radix.Title className="text-[1.0625rem] leading-6 font-semibold">{title}</Radix.Title>
                {lead && <Radix.Description className="mt-1 text-small text-muted">{lead}</Radix.Description>}
              </div>
              <button
                type="button"
                aria-label={words.close}
                onClick={onClose}
                className="-me-2 -mt-0.5 inline-flex size-8 shrink-0 items-center justify-center rounded-control text-muted hover:bg-strong hover:text-text pointer-coarse:-my-2 pointer-coarse:-me-3 pointer-coarse:size-11"
              >
                <X size={18} aria-hidden />
              </button>
            </div>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The scrolling middle of a dialog. On a page that is hardly higher than its edges, the whole dialog scrolls. */
export function DialogBody({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5 short:shrink-0">
      {children}
    </div>
  );
}

/** The buttons at a dialog's end. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="flex shrink-0 flex-wrap justify-end gap-2 border-t border-border px-5 py-3">
      {children}
    </div>
  );
}
