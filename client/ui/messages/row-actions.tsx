import { Ellipsis } from 'lucide-react';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Message } from '#contract/messages.ts';
import { useEdit, usePending } from '#state/hooks.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { words } from '#ui/words.ts';
import { type Entry, isSent } from './entry.ts';
import { messageActions, offeredActions } from './message-actions.ts';
import { type MessageContext, useMessageSurroundings } from './message-context.ts';
import { asReacting, QuickReactions } from './quick-reactions.tsx';
import { type RowEvents, watchRows } from './watch-rows.ts';

/** The menu's script is not in the page's first. */
export const messageMenu = loadLater(async () => (await import('./message-menu.tsx')).MessageMenu);

interface RowActionsProps {
  conversationId: string;
  /** As they are shown, ascending by `seq` without gaps. */
  messages: readonly Message[];
  /** What the rows are in: it does not change. */
  scroller: RefObject<HTMLElement | null>;
}

/** Where an open menu hangs: at the button, or where the pointer was. */
interface OpenMenu {
  row: HTMLElement;
  at: DOMRect;
  byKeyboard: boolean;
}

/**
 * The actions on the messages of one timeline, once for all its rows, which know nothing of them: a bar over the row
 * that the pointer or the focus is in, the menu, the sheet after a long press, and the keys.
 */
export function RowActions({ conversationId, messages, scroller }: RowActionsProps) {
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
  useEffect(
    () => (scroller.current ? watchRows(scroller.current, () => events.current) : undefined),
    [scroller],
  );

  const close = useCallback(() => setMenu(null), []);
  const Menu = useLater(messageMenu, menu !== null, close);
  const context = row?.isConnected ? contextOf(row) : null;
  const menuContext = menu && contextOf(menu.row);
  return (
    <>
      {row && context && createPortal(<Bar context={context} onMore={setMenu} row={row} />, row)}
      {menu && menuContext && Menu && (
        <Menu
          context={menuContext}
          row={menu.row}
          at={menu.at}
          byKeyboard={menu.byKeyboard}
          onClose={close}
        />
      )}
    </>
  );
}

interface BarProps {
  context: MessageContext;
  row: HTMLElement;
  onMore: (menu: OpenMenu) => void;
}

function Bar({ context, row, onMore }: BarProps) {
  const offered = offeredActions(context);
  const reacting = asReacting(context);
  if (offered.length === 0) return null;
  return (
    // As high as its row, in which the toolbar stays in sight below the name of the day.
    <div className="pointer-events-none absolute end-3 -top-4 bottom-0 z-20">
      <div
        role="toolbar"
        aria-label={words.timeline.actions}
        className="pointer-events-auto sticky top-9 flex rounded-control border border-border bg-raised p-0.5 shadow-float"
      >
        {/* A finger has the sheet for these: a bar of them all would cover the message above. */}
        <span className="flex pointer-coarse:hidden">
          {reacting && <QuickReactions context={reacting} />}
          {offered
            .filter((action) => action.inBar)
            .map((action) => (
              <IconButton
                key={action.name}
                label={action.word}
                {...(action.keys ? { keys: action.keys.toUpperCase() } : {})}
                tabIndex={-1}
                size="small"
                onClick={() => {
                  // What it opens leads back to the message: the bar is gone by then.
                  row.focus({ preventScroll: true });
                  action.run(context);
                }}
              >
                <action.icon size={16} aria-hidden />
              </IconButton>
            ))}
        </span>
        <IconButton
          label={words.actions.more}
          aria-haspopup="menu"
          tabIndex={-1}
          size="small"
          onClick={(event) => {
            const at = event.currentTarget.getBoundingClientRect();
            onMore({ row, at, byKeyboard: event.detail === 0 });
          }}
        >
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
