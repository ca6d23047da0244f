import { useEffect, useRef } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { attentionOf } from '#state/nouns/unread.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { type PageKeyName, pageKeyNamed } from '#ui/navigation/page-keys.ts';
import { useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { noteUse } from '#ui/navigation/uses.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { composerNow, isCovered } from '#ui/parts/focus.ts';
import { words } from '#ui/words.ts';
import { focusNextRegion } from './regions.ts';

/** The keys that work anywhere on the page; draws nothing, and nothing is drawn when what they lead to changes. */
export function Keys(): null {
  const openDialog = useOpenDialog();
  const { address, go } = useNavigation();
  const list = useConversationList();
  const { id: myId } = useMe();
  const { markAllRead } = useActions();
  const announce = useAnnounce();

  const act = useRef<(event: KeyboardEvent) => (() => void) | undefined>(() => undefined);
  useEffect(() => {
    const all = list.all.map(({ conversation }) => conversation);
    const openFrom = (order: readonly MyConversation[], step: 1 | -1) => {
      const next = nextOf(order, address.conversationId, step);
      if (next) go({ conversationId: next.id, message: null });
      return next !== undefined;
    };
    const openUnread = (step: 1 | -1) => {
      const here = address.conversationId;
      const order = all.filter((one) => one.id === here || attentionOf(one).isUnread);
      if (order.every(({ id }) => id === here) || !openFrom(order, step)) announce(words.shortcuts.noUnread);
    };
    const search = () => {
      if (address.view === 'search')
        document.querySelector<HTMLElement>('main input[type="search"]')?.focus();
      else go({ conversationId: null, message: null, view: 'search' });
    };
    const help = () => openDialog({ name: 'shortcuts' });
    const acts: Record<PageKeyName, () => void> = {
      switcher: () => openDialog({ name: 'switcher', ...focusedMessage(address.conversationId) }),
      jump: () =>
        address.conversationId && openDialog({ name: 'jump', conversationId: address.conversationId }),
      search,
      previous: () => openFrom(all, -1),
      next: () => openFrom(all, 1),
      previousUnread: () => openUnread(-1),
      nextUnread: () => openUnread(1),
      markAllRead,
      previousPart: () => focusNextRegion(-1),
      nextPart: () => focusNextRegion(1),
      help,
      question: help,
    };
    act.current = (event) => {
      const key = pageKeyNamed(keysOf(event));
      return key && (key.isEverywhere || !isCovered()) ? acts[key.name] : undefined;
    };
  });

  // What one was at lately is what the switcher offers first.
  const { conversationId, view } = address;
  useEffect(() => {
    if (conversationId) noteUse(myId, `c:${conversationId}`);
    else if (view) noteUse(myId, `view:${view}`);
  }, [myId, conversationId, view]);

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

/** From here to the next one, or the one before, and round again; from elsewhere to an end. */
function nextOf(order: readonly MyConversation[], here: string | null, step: 1 | -1) {
  const index = order.findIndex(({ id }) => id === here);
  return order[index + step] ?? (step > 0 ? order[0] : order.at(-1));
}

/** The message of the open conversation that has the focus. */
function focusedMessage(conversationId: string | null) {
  const row = document.activeElement?.closest<HTMLElement>('main [role="log"] [data-entry]');
  const clientId = row?.dataset.entry;
  return conversationId && clientId ? { message: { conversationId, clientId } } : {};
}

/** The keys that are down together, as `Control+k`, or the sign that is written. */
function keysOf(event: KeyboardEvent): string {
  if (isWritten(event)) return event.key;
  const held = [
    event.ctrlKey || event.metaKey ? 'Control' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    event.key.length === 1 ? event.key.toLowerCase() : event.key,
  ];
  // A sign alone is for the field that it is pressed in.
  const keys = held.filter(Boolean).join('+');
  return keys.length > 1 ? keys : '';
}

/** A key that writes something, pressed where nothing can be written. The space bar presses what has the focus. */
function isWritten(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.key.length !== 1 || event.key === ' ' || event.isComposing) return false;
  // The key for third characters is told as Control and Alt together.
  if ((event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph')) return false;
  return !(target instanceof Element && target.matches('input, textarea, select, [contenteditable]'));
}
