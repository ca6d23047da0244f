'use client';

import './globals.css';
import { AccountPage } from '#ui/account/account-page.tsx';
import { Button } from '#ui/parts/button.tsx';
import { words } from '#ui/words.ts';

/** Stands in for the whole document when even the layout failed. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <title>{words.pageTitle(words.error.title, 0)}</title>
        <AccountPage title={words.error.title} lead={words.error.lead}>
          <Button look="primary" place="mt-4" onClick={() => window.location.reload()}>
            {words.error.again}
          </Button>
        </AccountPage>
      </body>
    </html>
  );
}
