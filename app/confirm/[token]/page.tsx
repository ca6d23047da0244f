import { nonce } from '#app/nonce.ts';
import { bridge } from '#bridge.ts';
import { AccountPage, TextLink } from '#ui/account/account-page.tsx';
import { DeadLink } from '#ui/account/dead-link.tsx';
import { WayBackForm } from '#ui/account/way-back-form.tsx';
import { wayBackWords } from '#ui/account/way-back-words.ts';
import { formWords } from '#ui/form-words.ts';

interface ConfirmPageProps {
  params: Promise<{ token: string }>;
}

/** Confirms an address by a press of a button: what reads mail before people do opens its links. */
export default async function ConfirmPage({ params }: ConfirmPageProps) {
  const { token } = await params;
  const { title, lead, save, saving, done } = wayBackWords.confirm;
  const requestNonce = await nonce();
  const { state, email } = await bridge().link('email', token);
  if (state !== 'valid') return <DeadLink state={state} again="/settings/account" />;
  return (
    <AccountPage
      title={title}
      lead={lead(email ?? '')}
      foot={<TextLink href="/">{wayBackWords.open}</TextLink>}
    >
      <title>{formWords.pageTitle(title)}</title>
      <WayBackForm
        {...{ path: '/email-links/use', token, idle: save, busy: saving, done, nonce: requestNonce }}
      />
    </AccountPage>
  );
}
