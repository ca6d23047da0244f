import { nonce } from '#app/nonce.ts';
import { AccountPage, TextLink } from '#ui/account/account-page.tsx';
import { WayBackForm } from '#ui/account/way-back-form.tsx';
import { wayBackWords } from '#ui/account/way-back-words.ts';
import { formWords } from '#ui/form-words.ts';

interface StopDigestPageProps {
  params: Promise<{ token: string }>;
}

/** Ends digests by a press of a button, without signing in: what reads mail before people do opens its links. */
export default async function StopDigestPage({ params }: StopDigestPageProps) {
  const { token } = await params;
  const { title, lead, save, saving, done } = wayBackWords.stopDigest;
  return (
    <AccountPage title={title} lead={lead} foot={<TextLink href="/">{wayBackWords.open}</TextLink>}>
      <title>{formWords.pageTitle(title)}</title>
      <WayBackForm
        {...{ path: '/digests/stop', token, idle: save, busy: saving, done, nonce: await nonce() }}
      />
    </AccountPage>
  );
}
