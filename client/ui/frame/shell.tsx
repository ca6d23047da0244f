import { useRef, useState } from 'react';
import { isList } from '#ui/navigation/address.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { remember } from '#ui/parts/cookie.ts';
import { words } from '#ui/words.ts';
import { Part, useChatParts } from './chat-parts.tsx';
import { Keys } from './keys.ts';
import { LaterArranging } from './later-arranging.tsx';
import { LaterWidthHandle } from './later-width-handle.tsx';
import { PageTitle } from './page-title.tsx';
import { SidePanel } from './side-panel.tsx';
import { Toasts } from './toasts.tsx';
import { type ColumnWidths, columns } from './width.ts';

interface ShellProps {
  initialWidths: ColumnWidths;
  /** Called for each of the two columns when it answers to whoever uses it. */
  onPartDrawn: () => void;
}

/**
 * List, conversation or view, and panel side by side; on a phone, one at a time by the address. What the page is
 * about, its `main`, is the conversation or view; where none is open, it is the list, on a phone alone.
 */
export function Shell({ initialWidths, onPartDrawn }: ShellProps) {
  const list = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(initialWidths.sidebar);
  const { address } = useNavigation();
  const parts = useChatParts();
  const { conversationId, panel } = address;
  const isOpen = !isList(address);
  const Column = isOpen ? 'main' : 'div';
  return (
    <div
      // The role alone changes, so that the list stays the same list whatever opens beside it.
      {...(isOpen ? {} : { role: 'main', tabIndex: -1 })}
      className="flex h-dvh overflow-hidden bg-surface pl-[env(safe-area-inset-left)] pr-[env(safe-area-inset-right)] outline-none"
      style={{ '--sidebar': `${width}px` }}
    >
      <PageTitle />
      <Keys />
      {isOpen && <SkipLink to="main" className={panel ? 'max-lg:hidden' : ''} />}
      {panel && <SkipLink to="panel" className="lg:hidden" />}
      <nav
        ref={list}
        aria-label={words.sidebar.label}
        className={`relative w-full shrink-0 flex-col border-border bg-sunken pt-[env(safe-area-inset-top)] md:flex md:w-(--sidebar) md:border-e ${isOpen ? 'hidden' : 'flex'}`}
      >
        <Part onDrawn={onPartDrawn}>{parts.list}</Part>
        <LaterArranging list={list} />
        <LaterWidthHandle
          label={words.sidebar.width}
          width={width}
          range={columns.sidebar.range}
          edge="end"
          onChange={setWidth}
          onDone={(final) => remember(columns.sidebar.cookie, String(final))}
        />
      </nav>
      <Column
        id="main"
        tabIndex={-1}
        className={`min-w-0 flex-1 flex-col pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)] outline-none ${panel ? 'hidden lg:flex' : isOpen ? 'flex' : 'hidden md:flex'}`}
      >
        <Part onDrawn={onPartDrawn}>{parts.column}</Part>
      </Column>
      {conversationId && panel && (
        <SidePanel conversationId={conversationId} panel={panel} initialWidth={initialWidths.panel} />
      )}
      <Toasts />
    </div>
  );
}

/** The first stop of the keyboard. In a narrow window a panel stands in the place of the messages. */
function SkipLink({ to, className }: { to: string; className: string }) {
  return (
    <a
      href={`#${to}`}
      className={`sr-only z-50 rounded-control bg-raised px-3 py-2 font-semibold shadow-float focus:not-sr-only focus:fixed focus:start-2 focus:top-2 ${className}`}
    >
      {words.skip}
    </a>
  );
}
