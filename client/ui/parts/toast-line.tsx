import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { words } from '#ui/words.ts';
import { useAnnounce } from './announcer.tsx';
import { IconButton } from './icon-button.tsx';
import { showToast, type Toast } from './toast.ts';

/** How long it stands, in ms, unless somebody is at it. */
const shownFor = 10_000;

/** Says what was done in a line over the end of the page, and leads on from there. */
export function ToastLine({ toast }: { toast: Toast }) {
  const { text, action } = toast;
  const own = useRef<HTMLDivElement>(null);
  const announce = useAnnounce();
  useEffect(() => {
    announce(text);
    const timer = setInterval(() => {
      if (!own.current?.matches(':hover, :focus-within')) showToast(null);
    }, shownFor);
    return () => clearInterval(timer);
  }, [announce, text]);
  return (
    <section
      aria-label={words.notice}
      className="pointer-events-none fixed inset-x-0 over-writing z-30 flex justify-center px-3"
    >
      <div
        ref={own}
        role="group"
        aria-label={text}
        className="pointer-events-auto flex max-w-[36rem] items-center gap-1 rounded-card border border-border bg-raised py-1 ps-3 pe-1 text-small shadow-float animate-appear"
      >
        <span className="min-w-0 wrap-anywhere">{text}</span>
        {action && (
          <button
            type="button"
            onClick={() => {
              showToast(null);
              action.run();
            }}
            className="min-h-7 shrink-0 rounded-control px-2 font-semibold text-link underline-offset-2 hover:underline pointer-coarse:min-h-11"
          >
            {action.word}
          </button>
        )}
        <IconButton label={words.close} size="small" onClick={() => showToast(null)}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
    </section>
  );
}
