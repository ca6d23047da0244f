import { AccountField, PasswordField } from './account-field.tsx';
import { AccountForm } from './account-form.tsx';
import { joinWords } from './join-words.ts';
import { signWords } from './sign-words.ts';
import { WayBackForm } from './way-back-form.tsx';

interface SignUpFormProps {
  next: string;
  nonce: string | undefined;
  /** Whoever signs up is the first, and says what the workspace is called. */
  isFirst?: boolean;
  /** What one comes by, and the one address that may. */
  invitation?: { token: string; email: string | null };
}

export function SignUpForm({ next, nonce, isFirst = false, invitation }: SignUpFormProps) {
  return (
    <AccountForm kind="sign-up" next={next} nonce={nonce}>
      {isFirst && (
        <AccountField
          label={joinWords.workspaceName}
          hint={joinWords.workspaceNameHint}
          name="workspaceName"
          autoComplete="organization"
          dir="auto"
          autoFocus
        />
      )}
      {invitation && <input type="hidden" name="invitation" value={invitation.token} />}
      <AccountField label={signWords.name} name="name" autoComplete="name" dir="auto" autoFocus={!isFirst} />
      <EmailField email={invitation?.email ?? null} />
      <PasswordField hint={signWords.passwordHint} autoComplete="new-password" />
    </AccountForm>
  );
}

/** An address of one's own, or the only one that may be given. */
function EmailField({ email }: { email: string | null }) {
  return (
    <AccountField
      label={signWords.email}
      name="email"
      type="email"
      autoComplete="username"
      inputMode="email"
      autoCapitalize="none"
      {...(email === null ? {} : { defaultValue: email, readOnly: true, hint: joinWords.forAddress })}
    />
  );
}

interface PostFormProps {
  next: string;
  nonce: string | undefined;
}

/** Asks for a link that is mailed to an address of a domain that counts. */
export function RequestForm({ nonce }: Pick<PostFormProps, 'nonce'>) {
  return (
    <WayBackForm
      path="/join"
      idle={joinWords.sendLink}
      busy={joinWords.sending}
      done={joinWords.sent}
      nonce={nonce}
    >
      <EmailField email={null} />
    </WayBackForm>
  );
}

/** Takes an invitation with the account that is signed in. */
export function JoinForm({ token, next, nonce }: PostFormProps & { token: string }) {
  return (
    <AccountForm
      kind="post"
      path={`/join/${encodeURIComponent(token)}`}
      action={[joinWords.join, joinWords.joining]}
      next={next}
      nonce={nonce}
    >
      {null}
    </AccountForm>
  );
}
