import { useCallback, useEffect, useState } from 'react';
import { limits } from '#contract/limits.ts';
import type { Token } from '#contract/tokens.ts';
import { useActions, useConnection, useMe } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { TokenFacts } from '#ui/parts/token-facts.tsx';
import { TokenSecret } from '#ui/parts/token-secret.tsx';
import { asInput, TokenTerms, usualTerms } from '#ui/parts/token-terms.tsx';
import { tokensWords } from './tokens-words.ts';

type Open = { kind: 'new' } | { kind: 'secret'; secret: string } | { kind: 'revoke'; token: Token } | null;

/** One's own tokens. */
export function Tokens() {
  const { call } = useActions();
  const { may } = useMe();
  const [tokens, setTokens] = useState<readonly Token[] | 'failed' | null>(null);
  const [open, setOpen] = useState<Open>(null);
  const isConnected = useConnection() === 'live';

  const read = useCallback(() => {
    call('token:list', {}).then(
      ({ items }) => setTokens(items),
      () => setTokens((known) => (Array.isArray(known) ? known : 'failed')),
    );
  }, [call]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when the connection is back
  useEffect(read, [read, isConnected]);

  const close = () => {
    setOpen(null);
    read();
  };
  return (
    <>
      <p className="text-muted">
        {tokensWords.lead}{' '}
        <a href="/docs/api" className="font-semibold text-link underline underline-offset-2">
          {tokensWords.docs}
        </a>
      </p>
      <OfflineNote text={tokensWords.offline} />
      {may.includes('createToken') ? (
        <div>
          <Button look="primary" onClick={() => setOpen({ kind: 'new' })}>
            {tokensWords.make}
          </Button>
        </div>
      ) : (
        <p className="text-muted">{tokensWords.guests}</p>
      )}
      <TokenList tokens={tokens} onRevoke={(token) => setOpen({ kind: 'revoke', token })} onRetry={read} />
      {open?.kind === 'new' && (
        <NewToken
          onMade={(secret) => setOpen({ kind: 'secret', secret })}
          // Once it is made, another dialog has taken its place.
          onClose={() => setOpen((now) => (now?.kind === 'new' ? null : now))}
        />
      )}
      {open?.kind === 'secret' && <TokenSecret secret={open.secret} onClose={close} />}
      {open?.kind === 'revoke' && <Revoke token={open.token} onClose={close} />}
    </>
  );
}

interface TokenListProps {
  tokens: readonly Token[] | 'failed' | null;
  onRevoke: (token: Token) => void;
  onRetry: () => void;
}

function TokenList({ tokens, onRevoke, onRetry }: TokenListProps) {
  if (tokens === null) return null;
  if (tokens === 'failed')
    return (
      <div className="flex flex-wrap items-center gap-3">
        <p className="text-muted">{tokensWords.failed}</p>
        <Button onClick={onRetry}>{tokensWords.tryAgain}</Button>
      </div>
    );
  if (tokens.length === 0) return <p className="text-muted">{tokensWords.none}</p>;
  return (
    <ul aria-label={tokensWords.list} className="flex flex-col divide-y divide-border border-y border-border">
      {tokens.map((token) => (
        <li key={token.id} className="flex items-start gap-4 py-3">
          <div className="flex min-w-0 flex-1 flex-col">
            <bdi className="font-semibold wrap-anywhere">{token.name}</bdi>
            <TokenFacts token={token} />
          </div>
          <Button
            look="plain-danger"
            aria-label={`${tokensWords.revoke} ${token.name}`}
            onClick={() => onRevoke(token)}
          >
            {tokensWords.revoke}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function NewToken({ onMade, onClose }: { onMade: (secret: string) => void; onClose: () => void }) {
  const { call } = useActions();
  const [name, setName] = useState('');
  const [terms, setTerms] = useState(usualTerms);
  const make = async (signal: AbortSignal) => {
    const { secret } = await call('token:create', { name, ...asInput(terms) }, { signal });
    onMade(secret);
  };
  return (
    <FormDialog
      title={tokensWords.makeTitle}
      fields={['name', 'scopes']}
      action={tokensWords.makeAction}
      onSubmit={make}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <Field
            label={tokensWords.name}
            hint={tokensWords.nameHint}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            maxLength={limits.tokenName}
            autoComplete="off"
            dir="auto"
          />
          <TokenTerms of="own" terms={terms} onChange={setTerms} error={errors.scopes} />
        </>
      )}
    </FormDialog>
  );
}

function Revoke({ token, onClose }: { token: Token; onClose: () => void }) {
  const { call } = useActions();
  return (
    <FormDialog
      title={tokensWords.revokeTitle(token.name)}
      lead={tokensWords.revokeLead}
      fields={[]}
      action={tokensWords.revoke}
      onSubmit={async (signal) => {
        await call('token:revoke', { id: token.id }, { signal });
        showToast({ text: tokensWords.revoked, action: null });
      }}
      onClose={onClose}
    >
      {() => null}
    </FormDialog>
  );
}
