import { type BoundName, bound } from '#platform/rate-limit.ts';

/** Counts what is there at once, for each key, up to a bound. */
export class Counts {
  readonly #name: BoundName;
  readonly #counts = new Map<string, number>();

  constructor(name: BoundName) {
    this.#name = name;
  }

  /** Counts one more, unless the bound is reached: then false. */
  take(key: string): boolean {
    const count = this.#counts.get(key) ?? 0;
    if (count >= bound(this.#name)) return false;
    this.#counts.set(key, count + 1);
    return true;
  }

  /** Counts one less: once for each `take` that was true. */
  release(key: string): void {
    const left = (this.#counts.get(key) ?? 0) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}
