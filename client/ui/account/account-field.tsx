import type { ComponentProps, ReactNode } from 'react';
import { inputLook } from '#ui/parts/field-look.ts';
import { signWords } from './sign-words.ts';

interface AccountFieldProps extends Omit<ComponentProps<'input'>, 'className' | 'id'> {
  label: string;
  name: string;
  hint?: string;
  /** Stands at the end, inside the field's frame. */
  end?: ReactNode;
}

/** A labelled line of text; public/account-form.js writes what is wrong with it below, instead of its hint. */
export function AccountField({ label, name, hint, end, ...rest }: AccountFieldProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={name} className="text-small font-semibold">
        {label}
      </label>
      <div className="relative">
        <input
          id={name}
          name={name}
          aria-describedby={hint && `${name}-note`}
          className={`${inputLook} border-border-strong aria-invalid:border-danger ${end ? 'pe-11' : ''}`}
          {...rest}
        />
        {end && (
          <span className="absolute inset-y-0 end-0.5 flex items-center pointer-coarse:end-0">{end}</span>
        )}
      </div>
      <p
        id={`${name}-note`}
        data-note={hint}
        className="text-small text-muted empty:hidden data-wrong:text-danger"
      >
        {hint}
      </p>
    </div>
  );
}

/** A password that can be looked at while it is typed. */
export function PasswordField({ hint, autoComplete }: Pick<AccountFieldProps, 'hint' | 'autoComplete'>) {
  const { password, showPassword, hidePassword } = signWords;
  return (
    <AccountField
      label={password}
      name="password"
      type="password"
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      {...(hint ? { hint } : {})}
      end={
        <button
          type="button"
          aria-label={showPassword}
          data-reveals="password"
          data-show={showPassword}
          data-hide={hidePassword}
          className="group inline-flex size-8 items-center justify-center rounded-control text-muted hover:text-text pointer-coarse:size-11"
        >
          <Eye />
        </button>
      }
    />
  );
}

/** An open eye, crossed while the characters are shown. */
function Eye() {
  return (
    <svg
      viewBox="0 0 24 24"
      width={16}
      height={16}
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M2 12c2-4.4 5.6-7 10-7s8 2.6 10 7c-2 4.4-5.6 7-10 7s-8-2.6-10-7z" />
      <circle cx="12" cy="12" r="3" />
      <path d="M4 3l16 18" className="hidden group-data-shown:inline" />
    </svg>
  );
}
