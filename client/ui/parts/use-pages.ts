import { useEffect, useRef, useState } from 'react';
import type { List } from '#contract/lists.ts';
import { createPager, type PagerState } from './pager.ts';

/** How long the letters of a query may rest before it is asked, in ms. */
const settled = 80;

interface PagesInput<Item> {
  /** Asks for the page after `cursor`; null asks for the first. */
  ask: (cursor: string | null) => Promise<List<Item>>;
  idOf: (item: Item) => string;
  /** Another one begins another list; what is shown stays until its first page is there. */
  query: string;
  /** Another one means that something in the list has changed: it is read again as far as it was. */
  version: string;
}

interface Pages<Item> {
  items: readonly Item[];
  /** No answer has come yet. */
  waiting: boolean;
  /** Asks for the next page; null when there is none. */
  more: (() => void) | null;
  refresh: () => void;
}

/** A list of the server, read page by page for as long as it is looked at. */
export function usePages<Item>({ ask, idOf, query, version }: PagesInput<Item>): Pages<Item> {
  const [state, setState] = useState<PagerState<Item>>({ items: null, hasMore: false });
  const input = useRef({ ask, idOf });
  const [pager] = useState(() =>
    createPager<Item>({
      ask: (cursor) => input.current.ask(cursor),
      idOf: (item) => input.current.idOf(item),
      onChange: setState,
    }),
  );
  const first = useRef({ version, isAsked: false });

  useEffect(() => {
    input.current = { ask, idOf };
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another query is what there is to ask anew
  useEffect(() => {
    const timer = setTimeout(() => void pager.start(), first.current.isAsked ? settled : 0);
    first.current.isAsked = true;
    return () => {
      clearTimeout(timer);
      pager.stop();
    };
  }, [pager, query]);

  useEffect(() => {
    if (first.current.version === version) return;
    first.current.version = version;
    void pager.refresh();
  }, [pager, version]);

  return {
    items: state.items ?? [],
    waiting: state.items === null,
    more: state.hasMore ? () => void pager.more() : null,
    refresh: () => void pager.refresh(),
  };
}
