import { useCallback, useEffect, useState } from 'react';
import type { DataExport, ExportScope } from '#contract/exports.ts';
import { useActions, useConnection } from '#state/hooks.ts';

/** Milliseconds between two looks while one is being made. */
const lookEvery = 1_500;

interface Exports {
  /** Null until they are known. */
  items: DataExport[] | null;
  /** They could not be had. */
  hasFailed: boolean;
  /** Asks again now. */
  look: () => void;
}

/** One's own exports, looked at again for as long as one of them is being made. */
export function useExports(scope: ExportScope): Exports {
  const { call } = useActions();
  const isOffline = useConnection() === 'offline';
  const [items, setItems] = useState<DataExport[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [looks, setLooks] = useState(0);
  const isMaking = items?.some(({ state }) => state === 'waiting' || state === 'running') ?? false;
  const look = useCallback(() => setLooks((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another look is asked for by its number
  useEffect(() => {
    if (isOffline) return;
    const leaving = new AbortController();
    call('export:list', { scope }, { signal: leaving.signal }).then(
      (answer) => {
        setItems(answer.items);
        setFailed(false);
      },
      () => {
        if (!leaving.signal.aborted) setFailed(true);
      },
    );
    return () => leaving.abort();
  }, [call, scope, looks, isOffline]);

  useEffect(() => {
    if (!isMaking || isOffline) return;
    const timer = setTimeout(look, lookEvery);
    return () => clearTimeout(timer);
  });

  return { items, hasFailed, look };
}
