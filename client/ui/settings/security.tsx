import { useState } from 'react';
import type { Passkey } from '#contract/passkeys.ts';
import type { Security as Guards } from '#contract/second-factor.ts';
import { useActions } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { fullDay } from '#ui/parts/dates.ts';
import { AddPasskey } from './add-passkey.tsx';
import { AppPart, Part, PasskeysPart } from './factor-list.tsx';
import { ProofDialog } from './proof-dialog.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { securityWords } from './security-words.ts';
import { SetUpApp } from './set-up-app.tsx';
import { useSecurity } from './use-security.ts';

type Question = 'app' | 'app-off' | 'passkey' | 'codes' | 'unlink' | { remove: Passkey };

/** How one's own account is guarded, beside its password. */
export function Security() {
  const { call } = useActions();
  const { security, problem, load } = useSecurity(call);
  const [question, setQuestion] = useState<Question | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);

  if (!security)
    return problem === null ? (
      <p className="text-small text-muted">{securityWords.loading}</p>
    ) : (
      <div className="flex flex-col items-start gap-3">
        <p role="alert">{`${securityWords.failed} ${problem}`}</p>
        <Button onClick={load}>{securityWords.again}</Button>
      </div>
    );
  const { totpSince, passkeys, isRequired, signOn } = security;
  return (
    <div className="flex flex-col gap-5">
      <p className="text-muted">
        {isRequired ? `${securityWords.required} ${securityWords.lead}` : securityWords.lead}
      </p>
      <AppPart
        since={totpSince}
        onSetUp={() => setQuestion('app')}
        onTurnOff={() => setQuestion('app-off')}
      />
      <PasskeysPart
        passkeys={passkeys}
        onAdd={() => setQuestion('passkey')}
        onRemove={(remove) => setQuestion({ remove })}
      />
      {(totpSince !== null || passkeys.length > 0) && (
        <Part
          title={securityWords.recovery.title}
          lead={securityWords.recovery.left(security.recoveryCodesLeft)}
        >
          <div>
            <Button onClick={() => setQuestion('codes')}>{securityWords.recovery.renew}</Button>
          </div>
        </Part>
      )}
      {signOn && <SignOnPart signOn={signOn} onUnlink={() => setQuestion('unlink')} />}
      {question && (
        <Asked
          question={question}
          security={security}
          onCodes={setCodes}
          onChanged={load}
          onClose={() => setQuestion(null)}
        />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </div>
  );
}

function SignOnPart({
  signOn: { name, linkedAt },
  onUnlink,
}: {
  signOn: NonNullable<Guards['signOn']>;
  onUnlink: () => void;
}) {
  const words = securityWords.signOn;
  const timeZone = useTimeZone();
  const lead = linkedAt === null ? words.notLinked(name) : words.linked(name, fullDay(linkedAt, timeZone));
  const connect = () => window.location.assign('/sign-in/oidc?next=%2Fsettings%2Fsecurity');
  return (
    <Part title={name} lead={lead}>
      <div>
        {linkedAt === null ? (
          <Button onClick={connect}>{words.connect}</Button>
        ) : (
          <Button onClick={onUnlink}>{words.disconnect}</Button>
        )}
      </div>
    </Part>
  );
}

interface AskedProps {
  question: Question;
  security: Guards;
  onCodes: (codes: string[] | null) => void;
  onChanged: () => void;
  onClose: () => void;
}

/** The dialog that is open. */
function Asked({ question, security, onCodes, onChanged, onClose }: AskedProps) {
  const { call } = useActions();
  const { hasPassword } = security;
  const done = (codes: string[] | null) => {
    onCodes(codes);
    onChanged();
  };
  const setUp = { call, hasPassword, onDone: done, onClose };
  const proof = { hasPassword, onClose };
  const { app, passkeys, recovery, signOn } = securityWords;
  if (question === 'app') return <SetUpApp {...setUp} />;
  if (question === 'passkey') return <AddPasskey {...setUp} />;
  if (question === 'app-off')
    return (
      <ProofDialog
        {...proof}
        title={app.turnOffTitle}
        lead={app.turnOffLead}
        action={app.turnOff}
        withCode
        onSubmit={async (given, signal) => {
          await call('totp:remove', given, { signal });
          onChanged();
        }}
      />
    );
  if (question === 'codes')
    return (
      <ProofDialog
        {...proof}
        title={recovery.renewTitle}
        lead={recovery.renewLead}
        action={recovery.renew}
        withCode
        onSubmit={async (given, signal) =>
          done((await call('recovery-code:renew', given, { signal })).recoveryCodes)
        }
      />
    );
  if (question === 'unlink')
    return (
      <ProofDialog
        {...proof}
        title={signOn.disconnectTitle(security.signOn?.name ?? '')}
        lead={signOn.disconnectLead(security.signOn?.name ?? '')}
        action={signOn.disconnect}
        onSubmit={async ({ password }, signal) => {
          await call('sign-on:unlink', { password }, { signal });
          onChanged();
        }}
      />
    );
  const { id, name } = question.remove;
  return (
    <ProofDialog
      {...proof}
      title={passkeys.removeTitle(name)}
      lead={passkeys.removeLead}
      action={passkeys.removeAction}
      onSubmit={async ({ password }, signal) => {
        await call('passkey:remove', { passkeyId: id, password }, { signal });
        onChanged();
      }}
    />
  );
}
