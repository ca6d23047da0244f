import { useCallback, useEffect, useRef, useState } from 'react';
import type { SearchPage } from '#contract/search.ts';
import { useActions, useChatState, useConnection } from '#state/hooks.ts';
import { type KeptReach, searchKept } from '#state/kept/kept-search.ts';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { sentenceOf } from '#ui/parts/use-submit.ts';

/** What was found so far, and for what. */
export interface Results extends SearchPage {
  query: string;
  /** How far this browser looked, without the server; null when the server did. */
  reach: KeptReach | null;
}

export interface Search {
  /** Those of the last answer, until the next is here. */
  results: Results | null;
  isWaiting: boolean;
  /** What went wrong, as a sentence. */
  failure: string | null;
  more: () => void;
  again: () => void;
}

/**
 * Looks for something as long as it stands in the address. Without a connection, in what this browser keeps.
 * @param earlier what was found before one left; taken as it is when it is for the same query
 */
export function useSearch(query: string, earlier: Results | null): Search {
  const { call } = useActions();
  const stateNow = useChatState();
  const timeZone = useTimeZone();
  const isOffline = useConnection() === 'offline';
  const [results, setResults] = useState(earlier?.query === query ? earlier : null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isWaiting, setWaiting] = useState(false);
  const [round, setRound] = useState(0);
  /** Of what the results are, so that they are not asked for twice. */
  const have = useRef(earlier?.query === query ? `0 ${earlier.reach !== null} ${query}` : '');
  const latest = useRef<AbortController | null>(null);

  const find = useCallback(
    async (cursor: string | null, signal: AbortSignal): Promise<SearchPage & Pick<Results, 'reach'>> => {
      if (isOffline) return searchKept(query, stateNow(), timeZone);
      const input = { q: query, timeZone, ...(cursor === null ? {} : { cursor }) };
      return { ...(await call('message:search', input, { signal })), reach: null };
    },
    [call, stateNow, query, timeZone, isOffline],
  );

  const ask = useCallback(
    async (before: Results | null) => {
      latest.current?.abort();
      const own = new AbortController();
      latest.current = own;
      setWaiting(true);
      setFailure(null);
      try {
        const page = await find(before?.nextCursor ?? null, own.signal);
        if (!own.signal.aborted)
          setResults({ ...page, items: [...(before?.items ?? []), ...page.items], query });
      } catch (error) {
        if (!own.signal.aborted) setFailure(sentenceOf(error));
      }
      if (latest.current === own) setWaiting(false);
    },
    [find, query],
  );

  useEffect(() => {
    const wanted = `${round} ${isOffline} ${query}`;
    if (have.current === wanted) return;
    have.current = wanted;
    if (query.trim() === '') {
      latest.current?.abort();
      setResults(null);
      setFailure(null);
      setWaiting(false);
    } else void ask(null);
  }, [ask, query, isOffline, round]);

  useEffect(() => () => latest.current?.abort(), []);

  return {
    results,
    isWaiting,
    failure,
    more: () => void ask(results),
    again: () => setRound((count) => count + 1),
  };
}
