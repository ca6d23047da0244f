import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { nonce } from '#app/nonce.ts';
import { bridge } from '#bridge.ts';
import { AccountPage, TextLink } from '#ui/account/account-page.tsx';
import { joinWords } from '#ui/account/join-words.ts';
import { safeNext } from '#ui/account/safe-next.ts';
import { RequestForm, SignUpForm } from '#ui/account/sign-up-form.tsx';
import { signWords } from '#ui/account/sign-words.ts';
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
      <AccountPage title={signWords.closedTitle} lead={signWords.closed}>
        <title>{words.pageTitle(signWords.closedTitle)}</title>
        <div className="mt-4">
          <TextLink href={signIn}>{signWords.signInInstead}</TextLink>
        </div>
      </AccountPage>
    );
  }
  if (kind === 'first') {
    return (
      <AccountPage title={signWords.createTitle} lead={signWords.firstLead}>
        <title>{words.pageTitle(signWords.createTitle)}</title>
        <SignUpForm next={goal === '/' ? '/?panel=welcome' : goal} nonce={await nonce()} isFirst />
      </AccountPage>
    );
  }
  const lead = signWords.createLead(workspace.name);
  const rule =
    domains.length === 0 ? '' : kind === 'mail' ? joinWords.byMail(domains) : joinWords.domains(domains);
  return (
    <AccountPage
      title={signWords.createTitle}
      lead={rule ? `${lead} ${rule}` : lead}
      foot={
        <>
          {signWords.haveAccount} <TextLink href={signIn}>{signWords.signIn}</TextLink>
        </>
      }
    >
      <title>{words.pageTitle(signWords.createTitle)}</title>
      {kind === 'mail' ? (
        <RequestForm nonce={await nonce()} />
      ) : (
        <SignUpForm next={goal} nonce={await nonce()} />
      )}
    </AccountPage>
  );
}
