import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Message } from '#contract/messages.ts';
import { useEdit, usePending } from '#state/hooks.ts';
import { type Entry, isSent } from './entry.ts';
import { messageActions, offeredActions } from './message-actions.ts';
import { MessageBar } from './message-bar.tsx';
import { type MessageContext, useMessageSurroundings } from './message-context.ts';
import { MessageMenu } from './message-menu.tsx';
import type { OpenMenu } from './open-menu.ts';
import { type RowEvents, watchRows } from './watch-rows.ts';

export interface RowActionsProps {
  conversationId: string;
  /** As they are shown, ascending by `seq` without gaps. */
  messages: readonly Message[];
  /** What the rows are in: it does not change. */
  scroller: RefObject<HTMLElement | null>;
  /** What was done to a row before this was here. */
  early: { press: RefObject<PointerEvent | null>; act: RefObject<KeyboardEvent | MouseEvent | null> };
}

/**
 * The actions on the messages of one timeline, once for all its rows, which know nothing of them: a bar over the row
 * that the pointer or the focus is in, the menu, the sheet after a long press, and the keys. The menu stands beside
 * the log, in which nothing can be fixed to the window; keys pressed in it and in the bar still come to the log.
 */
export function RowActions({ conversationId, messages, scroller, early: { press, act } }: RowActionsProps) {
  const surroundings = useMessageSurroundings(conversationId);
  const pending = usePending(conversationId);
  const edited = useEdit(conversationId)?.clientId;
  const [row, setRow] = useState<HTMLElement | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);

  const contextOf = (element: HTMLElement): MessageContext | null => {
    const { entry: key, seq } = element.dataset;
    const first = messages[0]?.seq ?? 0;
    const entry: Entry | undefined =
      seq === undefined ? pending.find((item) => item.clientId === key) : messages[Number(seq) - first];
    if (!surroundings || !entry || entry.clientId !== key || key === edited) return null;
    return { ...surroundings, entry };
  };

  const events = useRef<RowEvents>(null);
  useEffect(() => {
    events.current = {
      onRow: setRow,
      onMenu: (element, at, byKeyboard) => {
        const isOffered = contextOf(element) !== null;
        if (isOffered) setMenu({ row: element, at, byKeyboard });
        return isOffered;
      },
      onLongPress(element, target) {
        const context = contextOf(element);
        if (!context || offeredActions(context).length === 0) return;
        const { clientId } = context.entry;
        const isOnReaction = target instanceof Element && target.closest('[data-reaction]') !== null;
        if (isOnReaction && isSent(context.entry))
          context.openDialog({ name: 'reactions', conversationId, seq: context.entry.seq });
        else context.openDialog({ name: 'message-actions', conversationId, clientId });
      },
      onKey(element, key) {
        const context = contextOf(element);
        const action = context && messageActions.find((own) => own.keys === key && own.isOffered(context));
        if (action) action.run(context);
        return Boolean(action);
      },
    };
  });
  useEffect(() => {
    if (!scroller.current) return;
    const early = { press: press.current, act: act.current };
    press.current = null;
    act.current = null;
    return watchRows(scroller.current, () => events.current, early);
  }, [scroller, press, act]);

  const close = useCallback(() => setMenu(null), []);
  const context = row?.isConnected ? contextOf(row) : null;
  const menuContext = menu && contextOf(menu.row);
  return (
    <>
      {row && context && createPortal(<MessageBar context={context} onMore={setMenu} row={row} />, row)}
      {menu &&
        menuContext &&
        scroller.current &&
        createPortal(
          <MessageMenu
            context={menuContext}
            row={menu.row}
            at={menu.at}
            byKeyboard={menu.byKeyboard}
            onClose={close}
          />,
          scroller.current,
        )}
    </>
  );
}
