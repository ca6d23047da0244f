import { useEffect, useRef } from 'react';
import { useActions } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { composerNow, isCovered } from '#ui/parts/focus.ts';
import { focusNextRegion } from './regions.ts';

/** The keys that work anywhere on the page; draws nothing, and nothing is drawn when what they lead to changes. */
export function Keys(): null {
  const openDialog = useOpenDialog();
  const { address, go } = useNavigation();
  const { channels, direct } = useConversationList();
  const { markAllRead } = useActions();

  const act = useRef<(event: KeyboardEvent) => (() => void) | undefined>(() => undefined);
  useEffect(() => {
    const order = [...channels, ...direct].map(({ conversation }) => conversation.id as string);
    const move = (step: number) => {
      const next =
        order[order.indexOf(address.conversationId ?? '') + step] ?? (step > 0 ? order[0] : order.at(-1));
      if (next) go({ conversationId: next, message: null });
    };
    const help = () => openDialog({ name: 'shortcuts' });
    const everywhere = new Map<string, () => void>([
      ['Control+k', () => openDialog({ name: 'switcher' })],
      ['Control+/', help],
      // Where the slash itself needs Shift.
      ['Control+Shift+/', help],
    ]);
    const search = () => {
      if (address.view === 'search')
        document.querySelector<HTMLElement>('main input[type="search"]')?.focus();
      else go({ conversationId: null, message: null, view: 'search' });
    };
    const onPage = new Map<string, () => void>([
      ['Control+Shift+f', search],
      ['Alt+ArrowDown', () => move(1)],
      ['Alt+ArrowUp', () => move(-1)],
      ['Shift+Escape', markAllRead],
      ['F6', () => focusNextRegion(1)],
      ['Shift+F6', () => focusNextRegion(-1)],
    ]);
    act.current = (event) => {
      const keys = keysOf(event);
      const action = everywhere.get(keys);
      if (action || isCovered()) return action;
      return isWritten(event) && event.key === '?' ? help : onPage.get(keys);
    };
  });

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = event.defaultPrevented || event.isComposing ? undefined : act.current(event);
      if (action) {
        event.preventDefault();
        action();
      } else if (!event.defaultPrevented && isWritten(event) && !isCovered()) {
        // The browser puts the letter where the focus is by then.
        composerNow()?.focus();
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return null;
}

/** The keys that are down together, as `Control+k`; the Mac's command key counts as Control. */
function keysOf(event: KeyboardEvent): string {
  const held = [
    event.ctrlKey || event.metaKey ? 'Control' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    event.key.length === 1 ? event.key.toLowerCase() : event.key,
  ];
  return held.filter(Boolean).join('+');
}

/** A key that writes something, pressed where nothing can be written. The space bar presses what has the focus. */
function isWritten(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.key.length !== 1 || event.key === ' ' || event.isComposing) return false;
  // The key for third characters is told as Control and Alt together.
  if ((event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph')) return false;
  return !(target instanceof Element && target.matches('input, textarea, select, [contenteditable]'));
}
