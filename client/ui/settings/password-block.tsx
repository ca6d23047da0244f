import { useState } from 'react';
import type { Account } from '#contract/accounts.ts';
import { limits } from '#contract/limits.ts';
import { useActions } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { accountWords } from './account-words.ts';
import { Block } from './block.tsx';

const { password: words } = accountWords;

/** Changes one's password, or says how one comes by one. */
export function PasswordBlock({ account }: { account: Account }) {
  const [isChanging, setChanging] = useState(false);
  return (
    <Block title={words.title}>
      {account.hasPassword ? (
        <>
          <p className="text-muted">{words.lead}</p>
          <Button onClick={() => setChanging(true)}>{words.change}</Button>
        </>
      ) : (
        <NoPassword {...account} />
      )}
      {isChanging && <ChangePassword onClose={() => setChanging(false)} />}
    </Block>
  );
}

function NoPassword({ email, mail }: Pick<Account, 'email' | 'mail'>) {
  const { call } = useActions();
  const { busy, message, submit } = useSubmit([]);
  const ask = (address: string) =>
    submit(async (signal) => {
      await call('password:forget', { email: address }, { signal });
      showToast({ text: words.linkMailed(address), action: null });
    });
  return (
    <>
      <p className="text-muted">
        {words.none} {mail ? words.noneWithMail : words.noneWithoutMail}
      </p>
      <FormError message={message} />
      {mail && email !== null && (
        <Button busy={busy} onClick={() => void ask(email)}>
          {words.mailLink}
        </Button>
      )}
    </>
  );
}

function ChangePassword({ onClose }: { onClose: () => void }) {
  const { call } = useActions();
  const [oldPassword, setOld] = useState('');
  const [password, setNext] = useState('');

  const change = async (signal: AbortSignal) => {
    const { ended } = await call('password:change', { oldPassword, password }, { signal });
    showToast({ text: words.changed(ended), action: null });
  };

  return (
    <FormDialog
      title={words.change}
      lead={words.lead}
      fields={['oldPassword', 'password']}
      action={words.action}
      onSubmit={change}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <Field
            label={words.old}
            type="password"
            value={oldPassword}
            onChange={(event) => setOld(event.target.value)}
            error={errors.oldPassword}
            maxLength={limits.passwordMax}
            autoComplete="current-password"
          />
          <Field
            label={words.next}
            type="password"
            hint={words.hint}
            value={password}
            onChange={(event) => setNext(event.target.value)}
            error={errors.password}
            maxLength={limits.passwordMax}
            autoComplete="new-password"
          />
        </>
      )}
    </FormDialog>
  );
}
