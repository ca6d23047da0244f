'use client';

import { useState } from 'react';
import { signOut } from '#state/account.ts';
import { callByRest } from '#state/setting-up.ts';
import { Button } from '#ui/parts/button.tsx';
import { ClockProvider } from '#ui/parts/clock.tsx';
import { AddPasskey } from './add-passkey.tsx';
import { AppPart, PasskeysPart } from './factor-list.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { securityWords } from './security-words.ts';
import { SetUpApp } from './set-up-app.tsx';
import { useSecurity } from './use-security.ts';

const words = securityWords.first;

interface FirstFactorProps {
  /** Where it leads. */
  next: string;
  /** As the server saw them: see ClockProvider. */
  now: number;
  timeZone: string;
}

/** Setting up the second factor that the workspace requires, before there is a chat. */
export function FirstFactor({ next, ...clock }: FirstFactorProps) {
  return (
    <ClockProvider {...clock}>
      <Factors next={next} />
    </ClockProvider>
  );
}

function Factors({ next }: { next: string }) {
  const { security, problem, load } = useSecurity(callByRest);
  const [question, setQuestion] = useState<'app' | 'passkey' | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const close = () => setQuestion(null);
  const done = (recoveryCodes: string[] | null) => {
    setCodes(recoveryCodes);
    load();
  };
  const leave = () => void signOut().finally(() => window.location.assign('/sign-in'));

  if (!security)
    return problem === null ? null : (
      <div className="mt-6 flex flex-col items-start gap-3">
        <p role="alert">{`${securityWords.failed} ${problem}`}</p>
        <Button onClick={load}>{securityWords.again}</Button>
      </div>
    );
  const { hasPassword, totpSince, passkeys } = security;
  const isDone = totpSince !== null || passkeys.length > 0;
  const setUp = { call: callByRest, hasPassword, onDone: done, onClose: close };
  return (
    <div className="mt-6 flex flex-col gap-5">
      <AppPart since={totpSince} onSetUp={() => setQuestion('app')} />
      <PasskeysPart passkeys={passkeys} onAdd={() => setQuestion('passkey')} />
      <div className="flex flex-wrap items-center gap-3 border-t border-border pt-5">
        {isDone ? (
          <>
            <p role="status" className="flex-1 basis-40">
              {words.ready}
            </p>
            <Button look="primary" onClick={() => window.location.assign(next)}>
              {words.go}
            </Button>
          </>
        ) : (
          <Button onClick={leave}>{words.signOut}</Button>
        )}
      </div>
      {question === 'app' && <SetUpApp {...setUp} />}
      {question === 'passkey' && <AddPasskey {...setUp} />}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </div>
  );
}
