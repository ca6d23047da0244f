import { createContext, useContext } from 'react';
import { onLeaving } from '#state/kept/page-leaving.ts';
import type { Anchor } from './scroller.ts';

/** Where each conversation was left, for the way back to it; latest last. `end`: at the newest message. */
export type LeftPositions = Map<string, Anchor | 'end'>;

export const LeftPositionsContext = createContext<LeftPositions>(new Map());

export function useLeftPositions(): LeftPositions {
  return useContext(LeftPositionsContext);
}

/** The message at which a conversation was left; null at the end, or where the server does not know it. */
export function seqLeftAt(positions: LeftPositions, conversationId: string): number | null {
  const left = positions.get(conversationId) ?? 'end';
  return left === 'end' ? null : left.seq;
}

/** So many are kept for the page's next load. */
const keptMost = 50;
const storageKey = (userId: string) => `parley-positions:${userId}`;

/** What this tab kept when its page was left; nothing on the server. */
export function recallPositions(userId: string): LeftPositions {
  return withStorage((storage) => positionsIn(storage.getItem(storageKey(userId)) ?? '[]')) ?? new Map();
}

/** Keeps them in this tab whenever its page is left (a reload is that too), until the returned function is called. */
export function keepPositions(userId: string, positions: LeftPositions): () => void {
  return onLeaving(() => {
    const latest = [...positions].slice(-keptMost);
    withStorage((storage) => storage.setItem(storageKey(userId), JSON.stringify(latest)));
  });
}

/** The positions in a text that `keepPositions` wrote; what is none is passed over. */
export function positionsIn(text: string): LeftPositions {
  const found: unknown = JSON.parse(text);
  const positions: LeftPositions = new Map();
  for (const entry of Array.isArray(found) ? found : []) {
    const [id, position]: unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof id === 'string' && isPosition(position)) positions.set(id, position);
  }
  return positions;
}

function isPosition(value: unknown): value is Anchor | 'end' {
  if (value === 'end') return true;
  if (typeof value !== 'object' || value === null) return false;
  const { key, top, seq } = { key: null, top: null, seq: undefined, ...value };
  return typeof key === 'string' && typeof top === 'number' && (seq === null || typeof seq === 'number');
}

function withStorage<Result>(use: (storage: Storage) => Result): Result | undefined {
  if (typeof window === 'undefined') return undefined;
  try {
    return use(window.sessionStorage);
  } catch {
    // Forbidden, full, or written by something else.
    return undefined;
  }
}
