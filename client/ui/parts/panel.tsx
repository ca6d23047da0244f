import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { composerNow, isCovered } from './focus.ts';
import { PanelHeader } from './panel-header.tsx';
import { useRoomBeside } from './panel-room.ts';

interface PanelProps {
  /** Its name for assistive technology. */
  label: string;
  title: ReactNode;
  /** Buttons before the one that closes. */
  tools?: ReactNode;
  /** It is what one reads next, when it was opened by a press and nothing in it takes the focus. */
  takesFocus?: boolean;
  /** Where the focus goes that was in it; without that to what it was opened from. Null: to where one writes. */
  focusAfter?: () => HTMLElement | null;
  onClose: () => void;
  children: ReactNode;
}

/** What stands beside a conversation, or in its place: a region with a head, which Escape closes. */
export function Panel({
  label,
  title,
  tools,
  takesFocus = false,
  focusAfter,
  onClose,
  children,
}: PanelProps) {
  const home = useRef<HTMLElement>(null);
  const isBeside = useRoomBeside();
  const [opener] = useState(() => document.activeElement);
  useFocusBack(
    home,
    focusAfter ?? (() => (opener instanceof HTMLElement && opener.isConnected ? opener : null)),
  );
  useEffect(() => {
    if (takesFocus && window.history.state?.parleyPanel) home.current?.focus();
  }, [takesFocus]);

  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing || isCovered())
      return;
    event.preventDefault();
    onClose();
  };
  return (
    <section
      ref={home}
      id="panel"
      // The role alone changes with the width, so that what is written and read in it stays.
      role={isBeside ? 'complementary' : 'main'}
      aria-label={label}
      tabIndex={-1}
      onKeyDown={press}
      className="flex min-h-0 flex-1 flex-col outline-none"
    >
      <PanelHeader title={title} onClose={onClose}>
        {tools}
      </PanelHeader>
      {children}
    </section>
  );
}

/** When the panel goes, the focus that was in it goes back to what it belongs to, or else to where one writes. */
function useFocusBack(home: RefObject<HTMLElement | null>, goal: () => HTMLElement | null) {
  const hadFocus = useRef(false);
  const latest = useRef(goal);
  useEffect(() => {
    latest.current = goal;
  });
  useEffect(() => {
    const look = () => {
      hadFocus.current = home.current?.contains(document.activeElement) ?? false;
    };
    look();
    document.addEventListener('focusin', look);
    return () => {
      document.removeEventListener('focusin', look);
      if (!hadFocus.current) return;
      const find = latest.current;
      requestAnimationFrame(() => {
        if (document.activeElement && document.activeElement !== document.body) return;
        (find() ?? composerNow())?.focus({ preventScroll: true });
      });
    };
  }, [home]);
}
