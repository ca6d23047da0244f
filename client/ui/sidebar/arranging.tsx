import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useActions } from '#state/hooks.ts';
import { useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { ConversationMenu } from './conversation-menu.tsx';
import { conversationMove, sectionMove } from './moves.ts';
import { SectionMenus } from './section-menu.tsx';
import { focusRow, sayRefused, useArrange } from './use-arrange.ts';
import { type Drop, watchDragging } from './watch-dragging.ts';
import { type ListEvents, watchList } from './watch-list.ts';

/** An open menu of a conversation, and what it stands beside. */
interface OpenMenu {
  conversationId: string;
  row: HTMLElement;
  at: DOMRect;
  byKeyboard: boolean;
}

interface ArrangingProps {
  list: RefObject<HTMLElement | null>;
  /** A touch that rests on the list already. */
  early: RefObject<PointerEvent | null>;
}

/** Arranging the list by mouse, touch and keys, once for all its rows, which know nothing of it. */
export function Arranging({ list, early }: ArrangingProps) {
  const conversations = useConversationList();
  const { arranging } = useActions();
  const arrange = useArrange();
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [over, setOver] = useState<Drop | null>(null);

  useEffect(() => {
    let stop = () => {};
    let isGone = false;
    arranging()
      .then((own) => {
        if (!isGone) stop = own.watchRefused(sayRefused);
      })
      // Without it the first command takes longer, and says so itself when it fails.
      .catch(() => {});
    return () => {
      isGone = true;
      stop();
    };
  }, [arranging]);

  const events = useRef<ListEvents>(null);
  useEffect(() => {
    events.current = {
      onMenu(row, at, byKeyboard) {
        const { row: conversationId } = row.dataset;
        if (conversationId) setMenu({ conversationId, row, at, byKeyboard });
      },
      onMove(kind, id, step) {
        const isRow = kind === 'conversation';
        const move = isRow ? conversationMove(conversations, id, step) : sectionMove(conversations, id, step);
        if (!move) return false;
        if (move.command) arrange(move.command, move.said);
        if (isRow) focusRow(id);
        return true;
      },
    };
  });
  useEffect(() => {
    if (!list.current) return;
    const press = early.current;
    early.current = null;
    return watchList(list.current, () => events.current, press);
  }, [list, early]);
  useEffect(
    () => (list.current ? watchDragging(list.current, { onOver: setOver, onDrop: arrange }) : undefined),
    [list, arrange],
  );

  const close = useCallback(() => setMenu(null), []);
  return (
    <>
      <SectionMenus list={list} />
      {menu && <ConversationMenu key={menu.conversationId} {...menu} onClose={close} />}
      {over && (
        <div
          aria-hidden
          data-drop-line
          className="pointer-events-none fixed z-40 -mt-px h-0.5 rounded-full bg-accent"
          style={over.line}
        />
      )}
    </>
  );
}
