import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { nonce } from '#app/nonce.ts';
import { bridge } from '#bridge.ts';
import type { Offer } from '#contract/invitations.ts';
import { AccountPage, TextLink } from '#ui/account/account-page.tsx';
import { joinWords } from '#ui/account/join-words.ts';
import { JoinForm, SignUpForm } from '#ui/account/sign-up-form.tsx';
import { signWords } from '#ui/account/sign-words.ts';
import { words } from '#ui/words.ts';

interface JoinPageProps {
  params: Promise<{ token: string }>;
}

/** Where newcomers go on to: what greets them stands beside the first channel. */
const welcome = '/?panel=welcome';

/** What an invitation's link leads to: who invites, and the way in, with a new account or with one's own. */
export default async function JoinPage({ params }: JoinPageProps) {
  const { token } = await params;
  const workspace = await bridge().workspace();
  if (workspace.empty) redirect('/sign-up');
  const offer = await offerOf(token);
  if (!offer) return <Over {...joinWords.unknown} />;
  if (offer.state !== 'open') return <Over {...joinWords.over[offer.state]} />;

  const here = `/join/${encodeURIComponent(token)}`;
  const lead = leadOf(offer);
  if (await bridge().pageSession((await headers()).get('cookie'))) {
    return (
      <AccountPage title={joinWords.joinTitle} lead={lead}>
        <title>{words.pageTitle(joinWords.joinTitle)}</title>
        <JoinForm token={token} next="/" nonce={await nonce()} />
      </AccountPage>
    );
  }
  return (
    <AccountPage
      title={signWords.createTitle}
      lead={offer.role === 'guest' ? `${lead} ${joinWords.asGuest}` : lead}
      foot={
        offer.inviter !== null && (
          <>
            {signWords.haveAccount}{' '}
            <TextLink href={`/sign-in?next=${encodeURIComponent(here)}`}>{signWords.signIn}</TextLink>
          </>
        )
      }
    >
      <title>{words.pageTitle(signWords.createTitle)}</title>
      <SignUpForm next={welcome} nonce={await nonce()} invitation={{ token, email: offer.email }} />
    </AccountPage>
  );
}

/** Null: there is no such invitation. */
async function offerOf(token: string): Promise<Offer | null> {
  try {
    return await bridge().offer(token);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'not_found') return null;
    throw error;
  }
}

function leadOf({ inviter, workspace }: Offer): string {
  return inviter === null ? joinWords.goOn(workspace) : joinWords.invites(inviter, workspace);
}

function Over({ title, lead }: { title: string; lead: string }) {
  return (
    <AccountPage title={title} lead={lead}>
      <title>{words.pageTitle(title)}</title>
      <div className="mt-4">
        <TextLink href="/sign-in">{signWords.signInInstead}</TextLink>
      </div>
    </AccountPage>
  );
}
