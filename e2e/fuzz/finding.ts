/** Something the server should not have done. Findings of one kind count as one. */
export class Finding extends Error {
  override readonly name = 'Finding';
  /** What rule was broken and where, without anything that differs between two inputs that break it. */
  readonly kind: string;

  constructor(kind: string, details = '') {
    super(details === '' ? kind : `${kind}: ${details}`);
    this.kind = kind;
  }
}

/** A text short enough to print: what repeats itself is counted, what is long is cut. */
export function excerpt(whole: string, most = 300): string {
  const text = whole.replace(/(.)\1{29,}/gsu, (run, unit: string) => `${unit}×${run.length / unit.length}`);
  return text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
}
