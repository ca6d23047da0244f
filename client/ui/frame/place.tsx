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
import { type Place, pathTo, placeOf } from './address.ts';

interface Travel {
  place: Place;
  /** Goes somewhere without asking the server for a page: works offline, at once. */
  go: (place: Place, how?: { replace: boolean }) => void;
  /** To the list, by the browser's own history where one came from there. */
  back: () => void;
}

const TravelContext = createContext<Travel | null>(null);

/** Holds the place and keeps it one with the address bar and its history. */
export function PlaceProvider({ initial, children }: { initial: Place; children: ReactNode }) {
  const [place, setPlace] = useState(initial);

  useEffect(() => {
    const follow = () => setPlace(placeOf(window.location));
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);

  const go = useCallback((next: Place, how = { replace: false }) => {
    const fromList = placeOf(window.location).conversationId === null;
    const state = { parleyFromList: how.replace ? history.state?.parleyFromList : fromList };
    if (how.replace) window.history.replaceState(state, '', pathTo(next));
    else window.history.pushState(state, '', pathTo(next));
    setPlace(next);
  }, []);

  const back = useCallback(() => {
    if (history.state?.parleyFromList) history.back();
    else go({ conversationId: null, message: null }, { replace: true });
  }, [go]);

  return (
    <TravelContext value={useMemo(() => ({ place, go, back }), [place, go, back])}>{children}</TravelContext>
  );
}

export function useTravel(): Travel {
  const travel = useContext(TravelContext);
  if (!travel) throw new Error('PlaceProvider is missing above this component');
  return travel;
}

/** A press that asks for nothing but to follow the link here: no new tab, no download. */
export function isPlainPress(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
