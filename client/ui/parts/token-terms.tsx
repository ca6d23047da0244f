import { useId } from 'react';
import type { Scope } from '#contract/scopes.ts';
import { tokenWords } from './token-words.ts';

/** Days that a token works; 0: until it is revoked. */
export type Life = keyof typeof tokenWords.lives;

export interface Terms {
  scopes: readonly Scope[];
  life: Life;
}

export const usualTerms: Terms = { scopes: ['read', 'send'], life: 90 };

/** What a call that makes a token takes. */
export function asInput({ scopes, life }: Terms): { scopes: Scope[]; expiresAt: string | null } {
  const day = 86_400_000;
  return {
    scopes: [...scopes],
    expiresAt: life === 0 ? null : new Date(Date.now() + life * day).toISOString(),
  };
}

const all = Object.keys(tokenWords.scope) as Scope[];
const lives = [30, 90, 365, 0] as const satisfies readonly Life[];

interface TokenTermsProps {
  /** Whose the token is. */
  of: keyof typeof tokenWords.hints;
  terms: Terms;
  onChange: (terms: Terms) => void;
  error: string | undefined;
}

/** What a token may do, and for how long. */
export function TokenTerms({ of, terms, onChange, error }: TokenTermsProps) {
  const id = useId();
  const { scopes, life } = terms;
  const turn = (scope: Scope) =>
    onChange({ ...terms, scopes: all.filter((name) => scopes.includes(name) !== (name === scope)) });
  return (
    <>
      <fieldset className="flex flex-col" aria-describedby={error ? `${id}-error` : undefined}>
        <legend className="pb-1 text-small font-semibold">{tokenWords.scopes}</legend>
        {all.map((scope) => (
          <label key={scope} className="flex items-start gap-3 py-1.5 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={() => turn(scope)}
              className="mt-0.5 size-4.5 shrink-0 accent-accent"
            />
            <span className="flex min-w-0 flex-col">
              <span>{tokenWords.scope[scope]}</span>
              <span className="text-small text-muted">{tokenWords.hints[of][scope]}</span>
            </span>
          </label>
        ))}
        {error && (
          <p id={`${id}-error`} className="text-small text-danger">
            {error}
          </p>
        )}
      </fieldset>
      <div className="flex flex-col gap-1.5">
        <label htmlFor={id} className="text-small font-semibold">
          {tokenWords.life}
        </label>
        <select
          id={id}
          value={life}
          onChange={(event) => {
            const chosen = lives.find((days) => String(days) === event.target.value);
            if (chosen !== undefined) onChange({ ...terms, life: chosen });
          }}
          className="h-9 w-full rounded-control border border-border-strong bg-raised px-2.5 text-body pointer-coarse:h-11"
        >
          {lives.map((days) => (
            <option key={days} value={days}>
              {tokenWords.lives[days]}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}
