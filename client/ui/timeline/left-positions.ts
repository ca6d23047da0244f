import { createContext, useContext } from 'react';
import type { Anchor } from './scroller.ts';

/** Where each conversation was left, for the way back to it. `end`: at the newest message. */
export type LeftPositions = Map<string, Anchor | 'end'>;

export const LeftPositionsContext = createContext<LeftPositions>(new Map());

export function useLeftPositions(): LeftPositions {
  return useContext(LeftPositionsContext);
}
