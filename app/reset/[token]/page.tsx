import { nonce } from '#app/nonce.ts';
import { bridge } from '#bridge.ts';
import { PasswordField } from '#ui/account/account-field.tsx';
import { AccountPage, TextLink } from '#ui/account/account-page.tsx';
import { DeadLink } from '#ui/account/dead-link.tsx';
import { signWords } from '#ui/account/sign-words.ts';
import { WayBackForm } from '#ui/account/way-back-form.tsx';
import { wayBackWords } from '#ui/account/way-back-words.ts';
import { formWords } from '#ui/form-words.ts';

interface ResetPageProps {
  params: Promise<{ token: string }>;
}

/** Sets the password that a link leads to. */
export default async function ResetPage({ params }: ResetPageProps) {
  const { token } = await params;
  const { title, lead, save, saving, done } = wayBackWords.reset;
  const requestNonce = await nonce();
  const { state } = await bridge().link('password', token);
  if (state !== 'valid') return <DeadLink state={state} again="/forgot" />;
  return (
    <AccountPage title={title} lead={lead} foot={<TextLink href="/sign-in">{wayBackWords.signIn}</TextLink>}>
      <title>{formWords.pageTitle(title)}</title>
      <WayBackForm
        {...{ path: '/password-links/use', token, idle: save, busy: saving, done, nonce: requestNonce }}
      >
        <PasswordField hint={signWords.passwordHint} autoComplete="new-password" />
      </WayBackForm>
    </AccountPage>
  );
}
