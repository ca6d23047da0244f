/** Where a message stands in the list of all, the newest first. */
export interface Position {
  createdAt: Date;
  id: string;
}

/**
 * The newest message that has the words of a query, as long as the index stays what it is. Where a thousand newer ones do
 * not have them (what programs write, say), each search for them would look through these again.
 */
export class NewestMatch {
  #searches = 0;
  #found: Promise<Position | null> | null = null;

  /** Undefined for the first search, which finds it by itself; null: none of the newest has them. */
  find(ask: () => Promise<Position | null>): Promise<Position | null> | undefined {
    this.#searches += 1;
    if (this.#searches === 1) return undefined;
    this.#found ??= ask().catch((error: unknown) => {
      this.#found = null;
      throw error;
    });
    return this.#found;
  }
}
