import { useEffect, useRef } from 'react';
import { useActions, useMe } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { type PageKeyName, pageKeyNamed } from '#ui/navigation/page-keys.ts';
import { useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { visit } from '#ui/navigation/visits.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { composerNow, isCovered } from '#ui/parts/focus.ts';
import { actOn } from './key-acts.ts';
import { useHere } from './later-here.ts';

/** The keys that work anywhere on the page; draws nothing, and nothing is drawn when what they lead to changes. */
export function Keys(): null {
  const openDialog = useOpenDialog();
  const { address, go } = useNavigation();
  const list = useConversationList();
  const { id: myId } = useMe();
  const { markAllRead } = useActions();
  const announce = useAnnounce();
  const here = useHere();

  const run = useRef<(name: PageKeyName) => void>(() => undefined);
  useEffect(() => {
    run.current = (name) => actOn(name, { openDialog, address, go, list, markAllRead, announce });
  });

  // What one was at lately is what the switcher offers first.
  const { conversationId, view } = address;
  const place = conversationId ? `c:${conversationId}` : view ? `view:${view}` : null;
  useEffect(() => {
    if (place) visit(place);
  }, [place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each visit
  useEffect(() => here?.noteVisits(myId), [here, myId, place]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const key = pageKeyNamed(keysOf(event));
      if (key && (key.isEverywhere || !isCovered())) {
        event.preventDefault();
        run.current(key.name);
      } else if (isWritten(event) && !isCovered()) {
        // The browser puts the letter where the focus is by then.
        composerNow()?.focus();
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return null;
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
