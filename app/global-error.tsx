'use client';

import './globals.css';
import { errorWords } from '#ui/error-words.ts';
import { recall } from '#ui/parts/cookie.ts';

/** Stands in for the whole document where a page failed. Every page loads it: it is made of nothing else. */
export default function GlobalError() {
  // In the theme that somebody chose (client/ui/navigation/theme.ts).
  const theme = typeof document === 'undefined' ? undefined : recall('parley-theme');
  return (
    <html lang="en" data-theme={theme ?? undefined} suppressHydrationWarning>
      <body className="failed-page">
        <title>{errorWords.pageTitle}</title>
        <main>
          <h1>{errorWords.title}</h1>
          <p>{errorWords.lead}</p>
          <button type="button" onClick={() => window.location.reload()}>
            {errorWords.again}
          </button>
        </main>
      </body>
    </html>
  );
}
