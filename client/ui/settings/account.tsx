import { useCallback, useEffect, useState } from 'react';
import type { Account as OwnAccount } from '#contract/accounts.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { accountWords } from './account-words.ts';
import { EmailBlock } from './email-block.tsx';
import { PasswordBlock } from './password-block.tsx';

/** One's email address and password. */
export function Account() {
  const { account, hasFailed, setAccount } = useOwnAccount();
  return (
    <>
      <OfflineNote text={accountWords.offline} />
      {account ? (
        <>
          <EmailBlock account={account} onChange={setAccount} />
          <PasswordBlock account={account} />
        </>
      ) : (
        hasFailed && <p className="text-muted">{accountWords.unreachable}</p>
      )}
    </>
  );
}

/** Asks for it when it is first shown, and again when the connection is back. */
function useOwnAccount() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const [account, setAccount] = useState<OwnAccount | null>(null);
  const [hasFailed, setFailed] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a connection that is back is a reason to ask again
  useEffect(() => {
    let isGone = false;
    call('account:get', {}).then(
      (answer) => isGone || setAccount(answer),
      () => isGone || setFailed(true),
    );
    return () => {
      isGone = true;
    };
  }, [call, isLive]);
  return { account, hasFailed, setAccount: useCallback((next: OwnAccount) => setAccount(next), []) };
}
