'use client';

import { AccountPage } from '#ui/account/account-page.tsx';
import { formWords } from '#ui/form-words.ts';
import { Button } from '#ui/parts/button.tsx';

export default function ErrorPage() {
  return (
    <AccountPage title={formWords.error.title} lead={formWords.error.lead}>
      <title>{formWords.pageTitle(formWords.error.title)}</title>
      <Button look="primary" place="mt-4" onClick={() => window.location.reload()}>
        {formWords.error.again}
      </Button>
    </AccountPage>
  );
}
