import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { nonce } from '#app/nonce.ts';
import { bridge } from '#bridge.ts';
import { signOnRefusal } from '#contract/second-factor.ts';
import { AccountPage, TextLink } from '#ui/account/account-page.tsx';
import { safeNext } from '#ui/account/safe-next.ts';
import { SignInForm } from '#ui/account/sign-in-form.tsx';
import { signOnRefusals } from '#ui/account/sign-in-words.ts';
import { signWords } from '#ui/account/sign-words.ts';
import { wayBackWords } from '#ui/account/way-back-words.ts';
import { words } from '#ui/words.ts';

interface AccountPageProps {
  searchParams: Promise<{ next?: string | string[]; refused?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: AccountPageProps) {
  const { next, refused } = await searchParams;
  const goal = safeNext(typeof next === 'string' ? next : null);
  const { pageSession, input } = bridge();
  const workspace = input(await headers())?.workspace ?? (await bridge().workspace());
  if (workspace.empty) redirect('/sign-up');
  if (await pageSession((await headers()).get('cookie'))) redirect(goal);
  const provider = bridge().signOnName();
  const signUp = goal === '/' ? '/sign-up' : `/sign-up?next=${encodeURIComponent(goal)}`;

  return (
    <AccountPage
      title={signWords.signInTitle}
      lead={signWords.signInLead(workspace.name)}
      foot={
        workspace.openSignUp && (
          <>
            {signWords.noAccount} <TextLink href={signUp}>{signWords.createTitle}</TextLink>
          </>
        )
      }
    >
      <title>{words.pageTitle(signWords.signInTitle)}</title>
      <SignInForm
        next={goal}
        nonce={await nonce()}
        provider={provider}
        problem={problemOf(refused, provider)}
      />
      <p className="mt-4 text-small">
        <TextLink href="/forgot">{wayBackWords.forgotten}</TextLink>
      </p>
    </AccountPage>
  );
}

/** Why the OpenID provider's word was not enough, where somebody comes from there. */
function problemOf(refused: string | string[] | undefined, provider: string | null): string | null {
  const reason = signOnRefusal.safeParse(refused).data;
  return reason && provider !== null ? signOnRefusals[reason](provider) : null;
}
