import { useCallback, useEffect, useRef, useState } from 'react';
import type { List } from '#contract/lists.ts';

interface Pages<Item> {
  /** What is loaded so far. */
  items: Item[];
  /** No answer has come yet. */
  waiting: boolean;
  /** Asks for the next page; null when there is none. */
  more: (() => void) | null;
}

/** A list read page by page. It starts afresh whenever `key` changes, keeping the old one until the answer. */
export function usePages<Item>(
  ask: (cursor: string | null) => Promise<List<Item>>,
  key: string,
): Pages<Item> {
  const [list, setList] = useState<List<Item> | null>(null);
  const latest = useRef(ask);
  const asked = useRef(key);

  useEffect(() => {
    latest.current = ask;
    asked.current = key;
  });

  useEffect(() => {
    const load = async () => {
      try {
        const page = await latest.current(null);
        if (asked.current === key) setList(page);
      } catch {
        if (asked.current === key) setList((before) => before ?? { items: [], nextCursor: null });
      }
    };
    const timer = setTimeout(() => void load(), 80);
    return () => clearTimeout(timer);
  }, [key]);

  const cursor = list?.nextCursor ?? null;
  const more = useCallback(async () => {
    const page = await latest.current(cursor).catch(() => null);
    if (page)
      setList((before) => ({
        items: [...(before?.items ?? []), ...page.items],
        nextCursor: page.nextCursor,
      }));
  }, [cursor]);

  return {
    items: list?.items ?? [],
    waiting: list === null,
    more: cursor === null ? null : () => void more(),
  };
}
