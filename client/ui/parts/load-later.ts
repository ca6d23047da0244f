import { useEffect, useState } from 'react';

/** Something whose script is not in the page's first: most who come do not open it. */
export interface Later<Part> {
  /** Fetches it, once. What failed is tried again at the next call; rejects when it cannot be had. */
  load(): Promise<Part>;
  /** Null until it is here. */
  now(): Part | null;
}

export function loadLater<Part>(fetchPart: () => Promise<Part>): Later<Part> {
  let part: Part | null = null;
  let fetching: Promise<Part> | undefined;
  return {
    now: () => part,
    async load() {
      fetching ??= fetchPart();
      try {
        part = await fetching;
        return part;
      } catch (error) {
        fetching = undefined;
        throw error;
      }
    },
  };
}

/**
 * The part while it is wanted, null until it is here; at once when it was loaded ahead.
 * @param onFailure there is no connection, and the browser does not keep its script
 */
export function useLater<Part>(later: Later<Part>, isWanted: boolean, onFailure: () => void): Part | null {
  // One that is here already may give way to another that is not.
  const [, drawWith] = useState<Later<Part> | null>(null);
  const part = isWanted ? later.now() : null;
  const isMissing = isWanted && part === null;
  useEffect(() => {
    if (!isMissing) return;
    let isGone = false;
    later.load().then(
      () => isGone || drawWith(later),
      () => isGone || onFailure(),
    );
    return () => {
      isGone = true;
    };
  }, [later, isMissing, onFailure]);
  return part;
}
