import { useState } from 'react';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { CodeField, OwnPassword } from './proof-fields.tsx';
import { securityWords } from './security-words.ts';

interface ProofDialogProps {
  title: string;
  lead: string;
  action: string;
  hasPassword: boolean;
  /** A code is asked for, too. */
  withCode?: boolean;
  onSubmit: (proof: { password: string; code: string }, signal: AbortSignal) => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something about signing in changes, and who asks for it: by their password, and a code. */
export function ProofDialog({ hasPassword, withCode = false, onSubmit, ...rest }: ProofDialogProps) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  return (
    <FormDialog
      {...rest}
      fields={['password', 'code']}
      onSubmit={(signal) => onSubmit({ password, code }, signal)}
    >
      {({ errors }) => (
        <>
          {withCode && (
            <CodeField value={code} onChange={setCode} error={errors.code} hint={securityWords.codeHint} />
          )}
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
