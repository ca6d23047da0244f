import { formWords } from '#ui/form-words.ts';
import { AccountField, PasswordField } from './account-field.tsx';
import { AccountForm } from './account-form.tsx';

interface SignUpFormProps {
  next: string;
  nonce: string | undefined;
}

export function SignUpForm({ next, nonce }: SignUpFormProps) {
  return (
    <AccountForm kind="sign-up" next={next} nonce={nonce}>
      <AccountField label={formWords.account.name} name="name" autoComplete="name" dir="auto" autoFocus />
      <AccountField
        label={formWords.account.email}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
      />
      <PasswordField hint={formWords.account.passwordHint} autoComplete="new-password" />
    </AccountForm>
  );
}
