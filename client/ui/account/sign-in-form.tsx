import { formWords } from '#ui/form-words.ts';
import { AccountField, PasswordField } from './account-field.tsx';
import { AccountForm } from './account-form.tsx';

interface SignInFormProps {
  next: string;
  nonce: string | undefined;
}

export function SignInForm({ next, nonce }: SignInFormProps) {
  return (
    <AccountForm kind="sign-in" next={next} nonce={nonce}>
      <AccountField
        label={formWords.account.email}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        autoFocus
      />
      <PasswordField autoComplete="current-password" />
    </AccountForm>
  );
}
