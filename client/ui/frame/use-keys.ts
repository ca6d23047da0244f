import { useEffect, useRef } from 'react';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useConversationList } from '#ui/navigation/use-conversation-list.ts';

/** The keys that work anywhere on the page. */
export function useKeys(): void {
  const openDialog = useOpenDialog();
  const { address, go } = useNavigation();
  const { channels, direct } = useConversationList();

  const act = useRef<(event: KeyboardEvent) => (() => void) | undefined>(() => undefined);
  useEffect(() => {
    const order = [...channels, ...direct].map(({ conversation }) => conversation.id as string);
    const move = (step: number) => {
      const next =
        order[order.indexOf(address.conversationId ?? '') + step] ?? (step > 0 ? order[0] : order.at(-1));
      if (next) go({ conversationId: next, message: null });
    };
    const pageKeys = new Map<string, () => void>([
      ['Alt+ArrowDown', () => move(1)],
      ['Alt+ArrowUp', () => move(-1)],
      ['F6', () => focusNextRegion(1)],
      ['Shift+F6', () => focusNextRegion(-1)],
      ['Shift+?', () => openDialog({ name: 'shortcuts' })],
      ['?', () => openDialog({ name: 'shortcuts' })],
    ]);
    act.current = (event) => {
      const keys = keysOf(event);
      if (keys === 'Control+k') return () => openDialog({ name: 'switcher' });
      if (event.key === '?' && isWriting(event.target)) return undefined;
      return document.querySelector('[role="dialog"], [role="menu"]') ? undefined : pageKeys.get(keys);
    };
  });

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = event.defaultPrevented || event.isComposing ? undefined : act.current(event);
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
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

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, select, [contenteditable]');
}

const regions = [
  'nav [aria-current="page"], nav a',
  '[role="log"] [tabindex="0"]',
  '[data-composer]',
] as const;

/** List, messages, composer, and round again. */
function focusNextRegion(step: 1 | -1): void {
  const goals = regions
    .map((selector) => document.querySelector<HTMLElement>(selector))
    .filter((element) => element !== null && element.offsetParent !== null);
  const homes = ['nav', '[role="log"]', '[data-composer]'];
  const here = goals.findIndex((goal) =>
    homes.some((home) => {
      const region = goal?.closest(home);
      return region?.contains(document.activeElement) ?? false;
    }),
  );
  goals.at((Math.max(here, step > 0 ? here : 0) + step) % goals.length)?.focus();
}
