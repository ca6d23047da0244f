import { nonce } from '#app/nonce.ts';
import { bridge } from '#bridge.ts';
import { AccountField } from '#ui/account/account-field.tsx';
import { AccountPage, TextLink } from '#ui/account/account-page.tsx';
import { signWords } from '#ui/account/sign-words.ts';
import { WayBackForm } from '#ui/account/way-back-form.tsx';
import { wayBackWords } from '#ui/account/way-back-words.ts';
import { formWords } from '#ui/form-words.ts';

/** Asks for a link to a new password, where mail is sent. */
export default async function ForgotPage() {
  const { title, lead, noMail, send, sending, done } = wayBackWords.forgot;
  const requestNonce = await nonce();
  const sendsMail = bridge().sendsMail();
  return (
    <AccountPage
      title={title}
      lead={sendsMail ? lead : noMail}
      foot={<TextLink href="/sign-in">{wayBackWords.signIn}</TextLink>}
    >
      <title>{formWords.pageTitle(title)}</title>
      {sendsMail && (
        <WayBackForm path="/password-links" idle={send} busy={sending} done={done} nonce={requestNonce}>
          <AccountField
            label={signWords.email}
            name="email"
            type="email"
            autoComplete="username"
            inputMode="email"
            autoCapitalize="none"
            autoFocus
          />
        </WayBackForm>
      )}
    </AccountPage>
  );
}
