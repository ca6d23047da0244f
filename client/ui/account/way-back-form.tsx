import type { ReactNode } from 'react';
import { formWords } from '#ui/form-words.ts';
import { buttonLook } from '#ui/parts/button-look.ts';
import { signWords } from './sign-words.ts';

interface WayBackFormProps {
  /** The call that it makes, below /api/v1. */
  path: string;
  /** The token of the link that led here, which goes with what is typed. */
  token?: string;
  idle: string;
  busy: string;
  /** What stands in the form's place when it went through. */
  done: string;
  /** Of the Content-Security-Policy: the script runs with it alone. */
  nonce: string | undefined;
  children?: ReactNode;
}

const said = { failure: formWords.failure, noAnswer: signWords.noAnswer };

/** A form with one answer, for public/account-form.js; see AccountForm. */
export function WayBackForm({ path, token, idle, busy, done, nonce, children }: WayBackFormProps) {
  return (
    <>
      <form
        method="post"
        noValidate
        data-account="call"
        data-path={path}
        data-more={JSON.stringify(token === undefined ? {} : { token })}
        data-done={done}
        data-words={JSON.stringify(said)}
        className="mt-6 flex flex-col gap-4"
      >
        <p
          role="alert"
          className="text-small text-danger empty:sr-only not-empty:rounded-control not-empty:bg-sunken not-empty:px-3 not-empty:py-2"
        />
        {children}
        <button
          type="submit"
          disabled
          suppressHydrationWarning
          data-idle={idle}
          data-busy={busy}
          className={buttonLook({ look: 'primary', size: 'tall', place: 'mt-1' })}
        >
          {idle}
        </button>
      </form>
      <p id="done" role="status" tabIndex={-1} className="mt-6 empty:sr-only focus:outline-none" />
      <script type="module" src="/account-form.js" nonce={nonce} suppressHydrationWarning />
    </>
  );
}
