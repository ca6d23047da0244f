import type { OutgoingHttpHeader } from 'node:http';
import type { PageTemplate } from './page-template.ts';

export interface KeptPage {
  template: PageTemplate;
  /** What Next said of it. */
  headers: readonly (readonly [name: string, value: OutgoingHttpHeader])[];
  again: Again;
}

/** What of a page's making is kept, to tell whether it has to be made again. */
export interface Again {
  /** What this takes in memory. */
  bytes: number;
  /**
   * Asks whether the page would be made of the same now, and gives the cursor that it is sent with then; null: it is
   * another by now. Rejects with a Refusal where its reader is refused.
   */
  ask(): Promise<string | null>;
}

export interface KeptPages {
  /** The page that was made for this reader and this address. */
  find(key: string): KeptPage | undefined;
  keep(key: string, page: KeptPage): void;
}

/** Pages by whose they are: what was asked for least lately goes first. */
export function createKeptPages(most: { pages: number; bytes: number }): KeptPages {
  const known = new Map<string, KeptPage>();
  let bytes = 0;

  function forget(key: string): void {
    const page = known.get(key);
    if (!page) return;
    bytes -= sizeOf(page);
    known.delete(key);
  }

  return {
    find(key) {
      const page = known.get(key);
      if (!page) return;
      known.delete(key);
      known.set(key, page);
      return page;
    },
    keep(key, page) {
      forget(key);
      known.set(key, page);
      bytes += sizeOf(page);
      for (const oldest of known.keys()) {
        if (known.size <= most.pages && bytes <= most.bytes) break;
        forget(oldest);
      }
    },
  };
}

function sizeOf({ template, again }: KeptPage): number {
  return template.bytes + again.bytes;
}
