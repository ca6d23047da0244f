import { buttonLook } from '#ui/parts/button-look.ts';
import { AccountField, PasswordField } from './account-field.tsx';
import { AccountForm } from './account-form.tsx';
import { signInWords } from './sign-in-words.ts';
import { signWords } from './sign-words.ts';

interface SignInFormProps {
  next: string;
  nonce: string | undefined;
  /** What people call the OpenID provider; null: there is none. */
  provider: string | null;
  /** What went wrong on the way here. */
  problem: string | null;
}

/** Email and password, then a second step for whoever has one; and the ways around both. */
export function SignInForm({ next, nonce, provider, problem }: SignInFormProps) {
  return (
    <AccountForm
      kind="sign-in"
      next={next}
      nonce={nonce}
      problem={problem}
      said={{ passkeyFailed: signInWords.passkeyFailed }}
      below={<OtherWays next={next} provider={provider} />}
    >
      <div data-step="first" className="flex flex-col gap-4">
        <AccountField
          label={signWords.email}
          name="email"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          autoFocus
        />
        <PasswordField autoComplete="current-password" />
      </div>
      <div data-step="second" hidden>
        <AccountField
          label={signInWords.code}
          name="code"
          hint={signInWords.codeHint}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
        />
      </div>
    </AccountForm>
  );
}

/** The script shows the button where the browser knows passkeys, and in the second step to whoever has one. */
function OtherWays({ next, provider }: Pick<SignInFormProps, 'next' | 'provider'>) {
  const look = buttonLook({ size: 'tall' });
  return (
    <div className="mt-3 flex flex-col gap-3">
      <button type="button" data-passkey hidden suppressHydrationWarning className={look}>
        {signInWords.usePasskey}
      </button>
      {provider !== null && (
        <a data-step="first" href={`/sign-in/oidc?next=${encodeURIComponent(next)}`} className={look}>
          {signInWords.continueWith(provider)}
        </a>
      )}
    </div>
  );
}
