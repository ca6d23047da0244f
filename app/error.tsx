'use client';

import { AccountPage } from '#ui/account/account-page.tsx';
import { Button } from '#ui/parts/button.tsx';
import { words } from '#ui/words.ts';

export default function ErrorPage() {
  return (
    <AccountPage title={words.error.title} lead={words.error.lead}>
      <title>{words.pageTitle(words.error.title, 0)}</title>
      <Button look="primary" place="mt-4" onClick={() => window.location.reload()}>
        {words.error.again}
      </Button>
    </AccountPage>
  );
}
