import type { List } from '#contract/lists.ts';

export interface PagerState<Item> {
  /** What is loaded so far, each thing once; null until the first answer. */
  items: readonly Item[] | null;
  hasMore: boolean;
}

interface PagerInput<Item> {
  /** Asks for the page after `cursor`; null asks for the first. */
  ask: (cursor: string | null) => Promise<List<Item>>;
  idOf: (item: Item) => string;
  /** Called with every new state. */
  onChange: (state: PagerState<Item>) => void;
}

/** A list read page by page. One question at a time counts: the answer to any earlier one is dropped. */
export function createPager<Item>({ ask, idOf, onChange }: PagerInput<Item>) {
  let items: readonly Item[] | null = null;
  let cursor: string | null = null;
  /** Counts the questions. */
  let latest = 0;
  let isLoadingMore = false;

  function show(next: readonly Item[], nextCursor: string | null) {
    items = next;
    cursor = nextCursor;
    onChange({ items, hasMore: cursor !== null });
  }

  function withNew(before: readonly Item[], page: readonly Item[]): Item[] {
    return [...new Map([...before, ...page].map((item) => [idOf(item), item])).values()];
  }

  /** Reads from the beginning until there are `atLeast` of them; what was there stays until then. */
  async function load(atLeast: number) {
    latest += 1;
    const own = latest;
    isLoadingMore = false;
    let fresh: Item[] = [];
    let from: string | null = null;
    try {
      do {
        const page: List<Item> = await ask(from);
        if (own !== latest) return;
        fresh = withNew(fresh, page.items);
        from = page.nextCursor;
      } while (from !== null && fresh.length < atLeast);
      show(fresh, from);
    } catch {
      if (own === latest && items === null) show([], null);
    }
  }

  return {
    /** The first page of another list: the query has changed. */
    start: () => load(1),
    /** The same list once more, as far as it was read: something in it has changed. */
    refresh: () => load(items?.length ?? 1),
    /** The next page, unless it is on its way already. */
    async more() {
      if (cursor === null || isLoadingMore) return;
      const own = latest;
      isLoadingMore = true;
      try {
        const page = await ask(cursor);
        if (own === latest) show(withNew(items ?? [], page.items), page.nextCursor);
      } catch {
        // The button is still there to try again.
      } finally {
        if (own === latest) isLoadingMore = false;
      }
    },
    /** The question has changed, or nobody looks any more: what is on its way is for nobody. */
    stop() {
      latest += 1;
      cursor = null;
    },
  };
}
