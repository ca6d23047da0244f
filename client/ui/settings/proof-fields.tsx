import { limits } from '#contract/limits.ts';
import { Field } from '#ui/parts/field.tsx';
import { securityWords } from './security-words.ts';

interface TextProps {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** One's own password once more; whoever has none is told what stands for it. */
export function OwnPassword({ value, onChange, error, isThere }: TextProps & { isThere: boolean }) {
  if (!isThere) return <p className="text-small text-muted">{securityWords.noPassword}</p>;
  return (
    <Field
      label={securityWords.password}
      type="password"
      autoComplete="current-password"
      maxLength={limits.passwordMax}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={error}
    />
  );
}

/** A code, of the app or of those on paper. */
export function CodeField({ value, onChange, error, hint }: TextProps & { hint: string }) {
  return (
    <Field
      label={securityWords.code}
      hint={hint}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={limits.code}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={error}
    />
  );
}
