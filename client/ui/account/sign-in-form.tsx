'use client';

import { type FormEvent, useState } from 'react';
import { Refusal } from '#contract/errors.ts';
import { signIn } from '#state/account.ts';
import { formWords } from '#ui/form-words.ts';
import { Button } from '#ui/parts/button.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { enter } from './enter.ts';
import { textOf } from './form-text.ts';
import { PasswordField } from './password-field.tsx';
import { useReady } from './use-ready.ts';

export function SignInForm({ next }: { next: string }) {
  const ready = useReady();
  const [leaving, setLeaving] = useState(false);
  const { busy: sending, errors, message, submit } = useSubmit(['email', 'password']);

  const busy = sending || leaving;

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void submit(async () => {
      await signIn({ email: textOf(form, 'email'), password: textOf(form, 'password') }).catch(atPassword);
      setLeaving(true);
      enter(next);
    });
  };

  return (
    <form method="post" noValidate onSubmit={send} className="mt-6 flex flex-col gap-4">
      <FormError message={message} />
      <Field
        label={formWords.account.email}
        name="email"
        type="email"
        error={errors.email}
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        autoFocus
      />
      <PasswordField name="password" error={errors.password} autoComplete="current-password" />
      <Button type="submit" look="primary" size="tall" place="mt-1" busy={busy} disabled={!ready}>
        {busy ? formWords.account.signingIn : formWords.account.signIn}
      </Button>
    </form>
  );
}

/** A refusal that names no field stands at the password; it does not say whether the account exists. */
function atPassword(error: unknown): never {
  if (error instanceof Refusal && error.code === 'unauthenticated')
    throw new Refusal(error.code, error.message, { errors: [{ path: 'password', message: error.message }] });
  throw error;
}
