import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { nonce } from '#app/nonce.ts';
import { bridge } from '#bridge.ts';
import { AccountPage, TextLink } from '#ui/account/account-page.tsx';
import { safeNext } from '#ui/account/safe-next.ts';
import { SignUpForm } from '#ui/account/sign-up-form.tsx';
import { words } from '#ui/words.ts';

interface AccountPageProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

export default async function SignUpPage({ searchParams }: AccountPageProps) {
  const { next } = await searchParams;
  const goal = safeNext(typeof next === 'string' ? next : null);
  const { pageSession } = bridge();
  const workspace = await bridge().workspace();
  if (await pageSession((await headers()).get('cookie'))) redirect(goal);
  const signIn = goal === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(goal)}`;

  if (!workspace.empty && !workspace.openSignUp) {
    return (
      <AccountPage title={words.account.closedTitle} lead={words.account.closed}>
        <title>{words.pageTitle(words.account.closedTitle)}</title>
        <div className="mt-4">
          <TextLink href={signIn}>{words.account.signInInstead}</TextLink>
        </div>
      </AccountPage>
    );
  }
  return (
    <AccountPage
      title={words.account.createTitle}
      lead={workspace.empty ? words.account.firstLead : words.account.createLead(workspace.name)}
      foot={
        !workspace.empty && (
          <>
            {words.account.haveAccount} <TextLink href={signIn}>{words.account.signIn}</TextLink>
          </>
        )
      }
    >
      <title>{words.pageTitle(words.account.createTitle)}</title>
      <SignUpForm next={goal} nonce={await nonce()} />
    </AccountPage>
  );
}
