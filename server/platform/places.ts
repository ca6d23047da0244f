/** Milliseconds that something waits for a place. */
const WAIT_TIMEOUT = 5_000;

/** So many places, and who waits for one. */
export interface Places {
  /** How many wait. */
  readonly waiting: number;
  /** How many places are taken. */
  readonly taken: number;
  /** Does work in a place: at once if one is free. Throws what `late` gives when that took too long since `asked`. */
  within<Result>(asked: Asked, work: () => Promise<Result>): Promise<Result>;
}

/** When somebody began to wait (of `performance.now`), and whether they go before those who do not say so. */
export interface Asked {
  since: number;
  first: boolean;
}

/** Places for work that takes turns: first come, first served. Nothing but a counter as long as nobody has to wait. */
export function createPlaces(count: number, late: () => Error): Places {
  let free = count;
  const lines = { first: new Set<() => void>(), rest: new Set<() => void>() };

  function wait({ since, first }: Asked): Promise<void> {
    const line = first ? lines.first : lines.rest;
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(
        () => {
          line.delete(begin);
          reject(late());
        },
        since + WAIT_TIMEOUT - performance.now(),
      );
      line.add(begin);
    });
  }

  function leave(): void {
    const line = lines.first.size > 0 ? lines.first : lines.rest;
    for (const begin of line) {
      // The place goes from hand to hand: nobody who comes now is before them.
      line.delete(begin);
      begin();
      return;
    }
    free += 1;
  }

  return {
    get waiting() {
      return lines.first.size + lines.rest.size;
    },
    get taken() {
      return count - free;
    },
    async within(asked, work) {
      if (free > 0) free -= 1;
      else await wait(asked);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
