import { createContext, useContext } from 'react';
import type { Anchor } from './scroller.ts';

/** Where each conversation was left, for the way back to it. `end`: at the newest message. */
export type LeftPlaces = Map<string, Anchor | 'end'>;

export const LeftPlacesContext = createContext<LeftPlaces>(new Map());

export function useLeftPlaces(): LeftPlaces {
  return useContext(LeftPlacesContext);
}
