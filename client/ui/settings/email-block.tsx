import { useState } from 'react';
import type { Account } from '#contract/accounts.ts';
import { limits } from '#contract/limits.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { Field, FormError } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { accountWords } from './account-words.ts';
import { Block } from './block.tsx';

const { email: words } = accountWords;

interface EmailBlockProps {
  account: Account;
  onChange: (account: Account) => void;
}

/** The address of one's account, and the one that waits to be confirmed. */
export function EmailBlock({ account, onChange }: EmailBlockProps) {
  const { email, emailVerifiedAt, pendingEmail, hasPassword, mail } = account;
  const me = useMe();
  const { now, timeZone } = useClock();
  const { call } = useActions();
  const { busy, message, submit } = useSubmit([]);
  const [isChanging, setChanging] = useState(false);

  const cancel = () =>
    submit(async (signal) => {
      onChange(await call('email:cancel', {}, { signal }));
      showToast({ text: words.cancelled, action: null });
    });

  return (
    <Block title={words.title}>
      <p className="max-w-full wrap-anywhere">
        {email ?? words.none}
        {emailVerifiedAt && <span className="ms-2 text-small text-muted">{words.verified}</span>}
      </p>
      {pendingEmail && (
        <p role="status" className="text-small text-muted wrap-anywhere">
          {words.pending(pendingEmail.email, shortTime(pendingEmail.expiresAt, now, timeZone))}
        </p>
      )}
      <FormError message={message} />
      {hasPassword ? (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setChanging(true)}>{words.change}</Button>
          {pendingEmail && (
            <Button look="quiet" busy={busy} onClick={() => void cancel()}>
              {words.cancel}
            </Button>
          )}
        </div>
      ) : (
        <p className="text-small text-muted">{words.needsPassword}</p>
      )}
      {!mail && me.role !== 'owner' && <p className="text-small text-muted">{words.leadWithoutMail}</p>}
      {isChanging && <ChangeEmail mail={mail} onChange={onChange} onClose={() => setChanging(false)} />}
    </Block>
  );
}

interface ChangeEmailProps {
  mail: boolean;
  onChange: (account: Account) => void;
  onClose: () => void;
}

function ChangeEmail({ mail, onChange, onClose }: ChangeEmailProps) {
  const { call } = useActions();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');

  const change = async (signal: AbortSignal) => {
    const account = await call('email:change', { email, password }, { signal });
    onChange(account);
    const waiting = account.pendingEmail;
    showToast({ text: waiting ? words.sent(waiting.email) : words.changed, action: null });
  };

  return (
    <FormDialog
      title={words.change}
      lead={mail ? words.leadWithMail : words.leadWithoutMail}
      fields={['email', 'password']}
      action={words.action}
      onSubmit={change}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <Field
            label={words.address}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            error={errors.email}
            maxLength={limits.email}
            inputMode="email"
            autoComplete="off"
            autoCapitalize="none"
          />
          <Field
            label={words.password}
            type="password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            error={errors.password}
            maxLength={limits.passwordMax}
            autoComplete="current-password"
          />
        </>
      )}
    </FormDialog>
  );
}
