import { excerpt } from './finding.ts';

/** What the output may grow by, in bytes: something for the start, and little for each input. */
const outputBytes = { once: 64 * 1024, each: 40 };

/** What may stand on standard error: the inspector's words of itself, and Next's when a client leaves within its body. */
const expected = /^(Debugger (listening|attached|ending)|For help, see: |⨯ Error: aborted$)/;

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** What is wrong with all that a server wrote: unforeseen errors, anything on standard error, too much of it. */
export function outputFaults(
  { stdout, stderr }: Output,
  inputs: number,
): { kind: string; details: string }[] {
  const faults: { kind: string; details: string }[] = [];
  const errors = stdout.split('\n').filter((line) => line.includes('"level":"error"'));
  if (errors[0] !== undefined)
    faults.push({
      kind: 'the log tells of unforeseen errors',
      details: `${errors.length}: ${excerpt(errors[0], 1_500)}`,
    });
  const complaints = complaintsIn(stderr);
  if (complaints.length > 0)
    faults.push({ kind: 'the server complains on standard error', details: summary(complaints) });
  const bytes = stdout.length + stderr.length;
  if (bytes > outputBytes.once + outputBytes.each * inputs)
    faults.push({
      kind: 'the log grows',
      details: `${bytes} bytes after ${inputs} inputs: ${excerpt(stdout.slice(-1_000))}`,
    });
  return faults;
}

/** First lines; what is indented below one, and the brace that ends it, belongs to it. */
function complaintsIn(stderr: string): string[] {
  return stderr.split('\n').filter((line) => /^[^\s}]/.test(line) && !expected.test(line));
}

/** The different complaints, most often first. */
function summary(complaints: string[]): string {
  const counts = new Map<string, number>();
  for (const line of complaints) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 25)
    .map(([line, count]) => `${count} × ${excerpt(line)}`)
    .join('\n');
}
