import {
  createContext,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { type Address, addressOf, pathTo } from './address.ts';

interface Navigation {
  address: Address;
  /** Goes somewhere without asking the server for a page: works offline, at once. */
  go: (address: Address, how?: { replace: boolean }) => void;
  /** From a conversation to the list or the view it was opened from, by the browser's own history; else to the list. */
  back: () => void;
  /** Closes what stands beside the conversation, by the browser's own history where it was opened here. */
  closePanel: () => void;
}

const NavigationContext = createContext<Navigation | null>(null);

/** Holds the address and keeps it one with the address bar and its history. */
export function NavigationProvider({ initial, children }: { initial: Address; children: ReactNode }) {
  const [address, setAddress] = useState(initial);

  useEffect(() => {
    // A sheet that was closed leads back to where one is.
    const follow = () =>
      setAddress((before) => {
        const next = addressOf(window.location);
        return pathTo(next) === pathTo(before) ? before : { ...next, isReturn: true };
      });
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);

  const go = useCallback((next: Address, how = { replace: false }) => {
    const current = addressOf(window.location);
    const { parleyFromList, parleyPanel, parleySheet } = window.history.state ?? {};
    const path = pathTo(next);
    // The same link again leads back past itself.
    const stays = how.replace || (path === pathTo(current) && !parleySheet);
    const state = stays
      ? { parleyFromList, parleyPanel }
      : { parleyFromList: current.conversationId === null, parleyPanel: opensPanel(current, next) };
    // The entry of an open sheet becomes that of the place it leads to.
    if (stays || parleySheet) window.history.replaceState(state, '', path);
    else window.history.pushState(state, '', path);
    setAddress(next);
  }, []);

  const back = useCallback(() => {
    if (history.state?.parleyFromList) history.back();
    else go({ conversationId: null, message: null }, { replace: true });
  }, [go]);

  const closePanel = useCallback(() => {
    if (history.state?.parleyPanel) return history.back();
    const { conversationId, message } = addressOf(window.location);
    go({ conversationId, message }, { replace: true });
  }, [go]);

  const navigation = useMemo(() => ({ address, go, back, closePanel }), [address, go, back, closePanel]);
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

/**
 * Whether going there opens a panel beside the conversation that is there already, or the pinned messages in a thread's
 * panel, so that going back closes it.
 */
function opensPanel(current: Address, { conversationId, panel }: Address): boolean {
  const isWithin = panel?.kind === 'thread' && panel.isPins;
  return Boolean(panel && (isWithin || !current.panel) && conversationId === current.conversationId);
}

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) throw new Error('NavigationProvider is missing above this component');
  return navigation;
}

/** A press that asks for nothing but to follow the link here: no new tab, no download. */
export function isPlainPress(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
