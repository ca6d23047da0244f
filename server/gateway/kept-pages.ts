import type { OutgoingHttpHeader } from 'node:http';
import type { PageTemplate } from './page-template.ts';

export interface KeptPage {
  template: PageTemplate;
  /** What Next said of it. */
  headers: readonly (readonly [name: string, value: OutgoingHttpHeader])[];
}

export interface KeptPages {
  /** The page that was made of exactly this. */
  find(key: string): KeptPage | undefined;
  keep(key: string, page: KeptPage): void;
}

/** Pages by all that they were made of: what was asked for least lately goes first. */
export function createKeptPages(most: { pages: number; bytes: number }): KeptPages {
  const known = new Map<string, KeptPage>();
  let bytes = 0;

  function forget(key: string): void {
    bytes -= known.get(key)?.template.bytes ?? 0;
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
      bytes += page.template.bytes;
      for (const oldest of known.keys()) {
        if (known.size <= most.pages && bytes <= most.bytes) break;
        forget(oldest);
      }
    },
  };
}
