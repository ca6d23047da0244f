import { useCallback, useEffect, useRef, useState } from 'react';
import { Refusal } from '#contract/errors.ts';
import { NotSent } from '#state/sync/no-answer.ts';
import { formWords } from '#ui/form-words.ts';

export interface Submission {
  busy: boolean;
  /** What is wrong, by field. */
  errors: Record<string, string>;
  /** What is wrong with no field in particular. */
  message: string | null;
  /**
   * Runs the work once at a time; answers whether it went through. Its signal is aborted when the form goes away: what
   * was not sent by then never is, and nothing follows from the answer to what was.
   */
  submit: (work: (signal: AbortSignal) => Promise<unknown>) => Promise<boolean>;
}

/** Carries a form's work to the server and its refusal back to the fields named in `fields`. */
export function useSubmit(fields: readonly string[]): Submission {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [message, setMessage] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  const known = fields.join(' ');

  useEffect(() => () => running.current?.abort(), []);

  const submit = useCallback(
    async (work: (signal: AbortSignal) => Promise<unknown>) => {
      if (running.current) return false;
      const own = new AbortController();
      running.current = own;
      setBusy(true);
      setErrors({});
      setMessage(null);
      try {
        await work(own.signal);
        return true;
      } catch (error) {
        const refused = sort(error, known.split(' '));
        setErrors(refused.errors);
        setMessage(refused.message);
        return false;
      } finally {
        running.current = null;
        setBusy(false);
      }
    },
    [known],
  );
  return { busy, errors, message, submit };
}

/** What somebody is told of whatever went wrong with what they asked for. */
export function sentenceOf(error: unknown): string {
  if (error instanceof NotSent) return formWords.refusedOffline;
  return error instanceof Refusal ? error.message : formWords.failure;
}

function sort(error: unknown, fields: readonly string[]) {
  const errors: Record<string, string> = {};
  const named = error instanceof Refusal ? (error.errors ?? []) : [];
  for (const { path, message } of named) {
    const field = fields.find((name) => path === name || path.startsWith(`${name}.`));
    if (field) errors[field] ??= message;
  }
  return { errors, message: Object.keys(errors).length > 0 ? null : sentenceOf(error) };
}
