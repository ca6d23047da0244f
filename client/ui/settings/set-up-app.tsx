import { useEffect, useState } from 'react';
import type { SettingUpCall } from '#state/setting-up.ts';
import { FormError } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { sentenceOf } from '#ui/parts/use-submit.ts';
import { CodeField, OwnPassword } from './proof-fields.tsx';
import { QrCode } from './qr-code.tsx';
import { securityWords } from './security-words.ts';

interface SetUpProps {
  call: SettingUpCall;
  hasPassword: boolean;
  /** It is on; `recoveryCodes` are new. */
  onDone: (recoveryCodes: string[] | null) => void;
  onClose: () => void;
}

/** Shows an authenticator app its key, and turns it on for a code of it. */
export function SetUpApp({ call, hasPassword, onDone, onClose }: SetUpProps) {
  const words = securityWords.app;
  const [key, setKey] = useState<{ secret: string; uri: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');

  useEffect(() => {
    const { signal, abort } = cancellable();
    call('totp:start', {}, { signal }).then(
      (started) => signal.aborted || setKey(started),
      (error: unknown) => signal.aborted || setProblem(sentenceOf(error)),
    );
    return abort;
  }, [call]);

  return (
    <FormDialog
      title={words.dialogTitle}
      lead={words.dialogLead}
      fields={['code', 'password']}
      action={key ? words.turnOn : null}
      onSubmit={async (signal) =>
        onDone((await call('totp:confirm', { password, code }, { signal })).recoveryCodes)
      }
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <FormError message={problem} />
          {key && (
            <>
              <div className="flex flex-wrap items-center gap-4">
                <QrCode text={key.uri} label={words.picture} />
                <div className="min-w-0 flex-1 basis-40">
                  <p className="text-small text-muted">{words.key}</p>
                  <p className="mt-1 font-mono text-small wrap-anywhere select-all">{inFours(key.secret)}</p>
                </div>
              </div>
              <CodeField value={code} onChange={setCode} error={errors.code} hint={words.codeHint} />
              <OwnPassword
                value={password}
                onChange={setPassword}
                error={errors.password}
                isThere={hasPassword}
              />
            </>
          )}
        </>
      )}
    </FormDialog>
  );
}

function cancellable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

/** Apps take the spaces that make a key readable. */
function inFours(text: string): string {
  return text.replace(/.{4}(?=.)/g, '$& ');
}
