/** The rows in sight as the browser itself reports them, so that nobody measures hundreds to find them. */
export interface VisibleRows {
  /** Watches the rows in this element, those that are watched already too. */
  watch: (rows: HTMLElement) => void;
  /** From top to bottom. Empty before the first report; a frame behind while the view scrolls. */
  inOrder(): HTMLElement[];
  stop(): void;
}

/** @param onChange called after rows came into sight or left it */
export function createVisibleRows(onChange: () => void): VisibleRows {
  const visible = new Set<Element>();
  let observer: IntersectionObserver | null = null;

  function report(entries: IntersectionObserverEntry[]) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) visible.add(target);
      else visible.delete(target);
    }
    onChange();
  }

  return {
    watch(rows) {
      observer ??= new IntersectionObserver(report, { root: rows.closest('[data-scroller]') });
      for (const row of rows.querySelectorAll('[data-entry]')) observer.observe(row);
    },
    inOrder() {
      return [...visible]
        .filter((row): row is HTMLElement => row instanceof HTMLElement && row.isConnected)
        .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    },
    stop() {
      observer?.disconnect();
      observer = null;
      visible.clear();
    },
  };
}
