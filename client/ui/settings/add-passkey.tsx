import { startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import { useState } from 'react';
import { Refusal } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import type { PasskeyCreation } from '#contract/passkeys.ts';
import type { SettingUpCall } from '#state/setting-up.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { OwnPassword } from './proof-fields.tsx';
import { securityWords } from './security-words.ts';

interface AddPasskeyProps {
  call: SettingUpCall;
  hasPassword: boolean;
  /** It is kept; with the first second factor there are recovery codes. */
  onDone: (recoveryCodes: string[] | null) => void;
  onClose: () => void;
}

/** Has the browser make a passkey, under a name of one's own. */
export function AddPasskey({ call, hasPassword, onDone, onClose }: AddPasskeyProps) {
  const words = securityWords.passkeys;
  const [name, setName] = useState<string>(words.namedAfter);
  const [password, setPassword] = useState('');

  const add = async (signal: AbortSignal) => {
    const options = await call('passkey:start', { password }, { signal });
    const response = await make(options);
    const { recoveryCodes } = await call('passkey:add', { name, response }, { signal });
    onDone(recoveryCodes);
  };

  return (
    <FormDialog
      title={words.add}
      lead={words.lead}
      fields={['name', 'password']}
      action={words.add}
      onSubmit={add}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <Field
            label={words.name}
            hint={words.nameHint}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            maxLength={limits.passkeyName}
            autoComplete="off"
            dir="auto"
          />
          <OwnPassword
            value={password}
            onChange={setPassword}
            error={errors.password}
            isThere={hasPassword}
          />
        </>
      )}
    </FormDialog>
  );
}

/** What the browser made. Its own errors are for programmers. */
async function make(options: PasskeyCreation) {
  try {
    const { id, rawId, response } = await startRegistration({ optionsJSON: options });
    const { clientDataJSON, attestationObject, transports } = response;
    const made = { clientDataJSON, attestationObject, ...(transports ? { transports } : {}) };
    return { id, rawId, type: 'public-key' as const, response: made };
  } catch (error) {
    const known =
      error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED';
    const { knownAlready, notMade } = securityWords.passkeys;
    throw new Refusal('invalid', known ? knownAlready : notMade);
  }
}
