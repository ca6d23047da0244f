import type { ReactNode } from 'react';
import { formWords } from '#ui/form-words.ts';
import { buttonLook } from '#ui/parts/button-look.ts';
import { signWords } from './sign-words.ts';

interface AccountFormProps {
  kind: 'sign-in' | 'sign-up' | 'post';
  /** Where a `post` goes, below /api/v1. */
  path?: string;
  /** On the button, and while something is under way; as the kind says, if left out. */
  action?: readonly [idle: string, busy: string];
  /** Where the form leads when it went through. */
  next: string;
  /** Of the Content-Security-Policy: the script runs with it alone. */
  nonce: string | undefined;
  /** What went wrong before it was opened. */
  problem?: string | null;
  /** What the script says beside its own words. */
  said?: Record<string, string>;
  /** Stands below the button, inside the form. */
  below?: ReactNode;
  children: ReactNode;
}

/** What public/account-form.js says when the server has no words of its own. */
const alwaysSaid = {
  failure: formWords.failure,
  noAnswer: signWords.noAnswer,
  refused: signWords.refused,
};

/** A form that needs public/account-form.js alone. Until that runs, the browser itself must not send it. */
export function AccountForm({
  kind,
  path,
  action,
  next,
  nonce,
  problem,
  said,
  below,
  children,
}: AccountFormProps) {
  const { signIn, signingIn, create, creating } = signWords;
  const [idle, busy] = action ?? (kind === 'sign-in' ? [signIn, signingIn] : [create, creating]);
  return (
    <>
      <form
        method="post"
        noValidate
        data-account={kind}
        data-next={next}
        data-path={path}
        data-words={JSON.stringify({ ...alwaysSaid, ...said })}
        className="mt-6 flex flex-col gap-4"
      >
        <p
          role="alert"
          className="text-small text-danger empty:sr-only not-empty:rounded-control not-empty:bg-sunken not-empty:px-3 not-empty:py-2"
        >
          {problem}
        </p>
        {children}
        <button
          type="submit"
          disabled
          // In development React comes after the script has enabled it.
          suppressHydrationWarning
          data-idle={idle}
          data-busy={busy}
          className={buttonLook({ look: 'primary', size: 'tall', place: 'mt-1' })}
        >
          {idle}
        </button>
        {below}
      </form>
      <script type="module" src="/account-form.js" nonce={nonce} suppressHydrationWarning />
    </>
  );
}
