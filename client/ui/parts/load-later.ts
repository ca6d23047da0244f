import { useCallback, useSyncExternalStore } from 'react';

/** Something whose script is not in the page's first: most who come do not open it. */
export interface Later<Part> {
  /** Fetches it, once. What failed is tried again at the next call; rejects when it cannot be had. */
  load(): Promise<Part>;
  /** Null until it is here. */
  now(): Part | null;
  /**
   * Calls `draw` when it is here, until the function it gives is called; `onFailure` when it cannot be had now. Whoever
   * waits on has it asked for again.
   */
  wait(draw: () => void, onFailure: () => void): () => void;
}

/** How long until what somebody waits for is asked for again, in ms. */
const askAgainAfter = 5_000;

export function loadLater<Part>(fetchPart: () => Promise<Part>): Later<Part> {
  let part: Part | null = null;
  let fetching: Promise<Part> | undefined;
  let isAskedAgain = false;
  const waiting = new Set<() => void>();

  function load(): Promise<Part> {
    fetching ??= fetchPart().then(
      (found) => {
        part = found;
        for (const draw of waiting) draw();
        return found;
      },
      (error: unknown) => {
        fetching = undefined;
        throw error;
      },
    );
    return fetching;
  }

  function askAgain(): void {
    if (isAskedAgain) return;
    isAskedAgain = true;
    setTimeout(() => {
      isAskedAgain = false;
      if (waiting.size > 0) load().catch(askAgain);
    }, askAgainAfter);
  }

  return {
    load,
    now: () => part,
    wait(draw, onFailure) {
      waiting.add(draw);
      load().catch(() => {
        if (waiting.has(draw)) onFailure();
        askAgain();
      });
      return () => {
        waiting.delete(draw);
      };
    },
  };
}

/**
 * The part while it is wanted, null until it is here; at once when it was loaded ahead, but for what the server drew: that is
 * taken over first.
 * @param onFailure there is no connection, and the browser does not keep its script; it is asked for again as long as it is
 * wanted
 */
export function useLater<Part>(later: Later<Part>, isWanted: boolean, onFailure = nothing): Part | null {
  const follow = useCallback(
    (draw: () => void) => (isWanted && later.now() === null ? later.wait(draw, onFailure) : nothing),
    [later, isWanted, onFailure],
  );
  // As it is, wanted or not: where its arrival alone makes it unwanted (parsed.ts), React would not draw again otherwise.
  const part = useSyncExternalStore(follow, later.now, isWanted ? none : later.now);
  return isWanted ? part : null;
}

const none = () => null;

/** There is nothing to end, and nothing to do but to do without. */
function nothing() {}
