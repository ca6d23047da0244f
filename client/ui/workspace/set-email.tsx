import { useState } from 'react';
import { limits } from '#contract/limits.ts';
import { useActions } from '#state/hooks.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { personAccountWords } from './person-account-words.ts';

const { email: emailWords } = personAccountWords;

interface SetEmailProps {
  person: { id: string; name: string };
  onDone: () => void;
  onClose: () => void;
}

/** Gives somebody another address. */
export function SetEmail({ person: { id, name }, onDone, onClose }: SetEmailProps) {
  const { call } = useActions();
  const [email, setEmail] = useState('');
  const save = async (signal: AbortSignal) => {
    await call('user:set-email', { id, email }, { signal });
    onDone();
  };
  return (
    <FormDialog
      title={emailWords.title(isolated(name))}
      lead={emailWords.lead}
      fields={['email']}
      action={emailWords.action}
      onSubmit={save}
      onClose={onClose}
    >
      {({ errors }) => (
        <Field
          label={emailWords.label}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={errors.email}
          maxLength={limits.email}
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
        />
      )}
    </FormDialog>
  );
}
