'use client';

import { type FormEvent, useState } from 'react';
import { signIn, signUp } from '#state/account.ts';
import { formWords } from '#ui/form-words.ts';
import { Button } from '#ui/parts/button.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { enter } from './enter.ts';
import { textOf } from './form-text.ts';
import { PasswordField } from './password-field.tsx';
import { useReady } from './use-ready.ts';

export function SignUpForm({ next }: { next: string }) {
  const ready = useReady();
  const [leaving, setLeaving] = useState(false);
  const { busy: sending, errors, message, submit } = useSubmit(['name', 'email', 'password']);

  const busy = sending || leaving;

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = textOf(form, 'email');
    const password = textOf(form, 'password');
    void submit(async () => {
      await signUp({ name: textOf(form, 'name'), email, password });
      // The account is there now: if signing in fails, the way on leads to the sign-in page.
      await signIn({ email, password }).catch(() => {});
      setLeaving(true);
      enter(next);
    });
  };

  return (
    <form method="post" noValidate onSubmit={send} className="mt-6 flex flex-col gap-4">
      <FormError message={message} />
      <Field
        label={formWords.account.name}
        name="name"
        error={errors.name}
        autoComplete="name"
        dir="auto"
        autoFocus
      />
      <Field
        label={formWords.account.email}
        name="email"
        type="email"
        error={errors.email}
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
      />
      <PasswordField
        name="password"
        error={errors.password}
        hint={formWords.account.passwordHint}
        autoComplete="new-password"
      />
      <Button type="submit" look="primary" size="tall" place="mt-1" busy={busy} disabled={!ready}>
        {busy ? formWords.account.creating : formWords.account.create}
      </Button>
    </form>
  );
}
