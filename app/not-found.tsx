import { AccountPage, TextLink } from '#ui/account/account-page.tsx';
import { nowhereWords } from '#ui/frame/nowhere-words.ts';
import { words } from '#ui/words.ts';

export default function NotFound() {
  return (
    <AccountPage title={nowhereWords.notFound.title} lead={nowhereWords.notFound.lead}>
      <title>{words.pageTitle(nowhereWords.notFound.title)}</title>
      <div className="mt-4">
        <TextLink href="/">{nowhereWords.notFound.home}</TextLink>
      </div>
    </AccountPage>
  );
}
