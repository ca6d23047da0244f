'use client';

import './globals.css';
import { AccountPage } from '#ui/account/account-page.tsx';
import { formWords } from '#ui/form-words.ts';
import { Button } from '#ui/parts/button.tsx';

/** Stands in for the whole document when even the layout failed. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <title>{formWords.pageTitle(formWords.error.title)}</title>
        <AccountPage title={formWords.error.title} lead={formWords.error.lead}>
          <Button look="primary" place="mt-4" onClick={() => window.location.reload()}>
            {formWords.error.again}
          </Button>
        </AccountPage>
      </body>
    </html>
  );
}
