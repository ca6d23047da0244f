import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { nonce } from '#app/nonce.ts';
import { bridge } from '#bridge.ts';
import { AccountPage, TextLink } from '#ui/account/account-page.tsx';
import { joinWords } from '#ui/account/join-words.ts';
import { safeNext } from '#ui/account/safe-next.ts';
import { RequestForm, SignUpForm } from '#ui/account/sign-up-form.tsx';
import { words } from '#ui/words.ts';

interface AccountPageProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

export default async function SignUpPage({ searchParams }: AccountPageProps) {
  const { next } = await searchParams;
  const goal = safeNext(typeof next === 'string' ? next : null);
  const { pageSession } = bridge();
  const [workspace, { kind, domains }] = await Promise.all([bridge().workspace(), bridge().signUpRules()]);
  if (await pageSession((await headers()).get('cookie'))) redirect(goal);
  const signIn = goal === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(goal)}`;

  if (kind === 'closed') {
    return (
      <AccountPage title={words.account.closedTitle} lead={words.account.closed}>
        <title>{words.pageTitle(words.account.closedTitle)}</title>
        <div className="mt-4">
          <TextLink href={signIn}>{words.account.signInInstead}</TextLink>
        </div>
      </AccountPage>
    );
  }
  if (kind === 'first') {
    return (
      <AccountPage title={words.account.createTitle} lead={words.account.firstLead}>
        <title>{words.pageTitle(words.account.createTitle)}</title>
        <SignUpForm next={goal === '/' ? '/?panel=welcome' : goal} nonce={await nonce()} isFirst />
      </AccountPage>
    );
  }
  const lead = words.account.createLead(workspace.name);
  const rule =
    domains.length === 0 ? '' : kind === 'mail' ? joinWords.byMail(domains) : joinWords.domains(domains);
  return (
    <AccountPage
      title={words.account.createTitle}
      lead={rule ? `${lead} ${rule}` : lead}
      foot={
        <>
          {words.account.haveAccount} <TextLink href={signIn}>{words.account.signIn}</TextLink>
        </>
      }
    >
      <title>{words.pageTitle(words.account.createTitle)}</title>
      {kind === 'mail' ? (
        <RequestForm nonce={await nonce()} />
      ) : (
        <SignUpForm next={goal} nonce={await nonce()} />
      )}
    </AccountPage>
  );
}
