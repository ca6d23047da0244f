import { AccountPage, TextLink } from '#ui/account/account-page.tsx';
import { words } from '#ui/words.ts';

export default function NotFound() {
  return (
    <AccountPage title={words.notFound.title} lead={words.notFound.lead}>
      <title>{words.pageTitle(words.notFound.title)}</title>
      <div className="mt-4">
        <TextLink href="/">{words.notFound.home}</TextLink>
      </div>
    </AccountPage>
  );
}
