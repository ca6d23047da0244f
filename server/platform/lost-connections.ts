import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Milliseconds from a loss until the database is asked whether it answers, and between two times of asking. */
const GATHERED = 1_000;
/** From one time that what was lost is seen to until the next: whoever is told asks a database that may be busy. */
const PACE = 15_000;

interface Around {
  pool: pg.Pool;
  /** Rejects as long as the database does not answer. */
  ask(): Promise<unknown>;
  /** Milliseconds in which a database that answers has carried out, or given up, whatever reached it before. */
  settledWithin: number;
  /** By now everybody can read what became of it. */
  onSettled(): void;
}

/**
 * Watches for connections that are lost, or given up without an answer, while somebody uses them. Whether what was asked
 * over them was committed only the database knows: it may have been done already, or be done a moment later, and nobody announces
 * it. Calls `onSettled` once for all that were lost together. Gives what ends that.
 */
export function watchLostConnections({ pool, ask, settledWithin, onSettled }: Around): () => void {
  const inUse = new Set<pg.PoolClient>();
  let isLost = false;
  let isSettling = false;
  let isEnded = false;
  let settledAt = Number.NEGATIVE_INFINITY;

  async function settle(): Promise<void> {
    while (isLost && !isEnded) {
      // All that is lost in one outage is seen to at once.
      await rest(GATHERED);
      isLost = false;
      if (await answers()) {
        await rest(Math.max(settledWithin, settledAt + PACE - performance.now()));
        settledAt = performance.now();
        if (!isEnded) onSettled();
      } else isLost = true;
    }
    isSettling = false;
  }

  function answers(): Promise<boolean> {
    return ask().then(
      () => true,
      () => false,
    );
  }

  function lost(): void {
    isLost = true;
    if (isSettling || isEnded) return;
    isSettling = true;
    void settle();
  }

  // The pool itself does not listen to a connection that a transaction has and asks nothing: its error would be nobody's.
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      if (inUse.delete(client) && isInDoubt(error)) lost();
    }),
  );
  pool.on('acquire', (client) => inUse.add(client));
  pool.on('release', (error, client) => {
    if (inUse.delete(client) && isInDoubt(error)) lost();
  });
  return () => {
    isEnded = true;
  };
}

/** Whether what was asked may have been carried out: nothing was heard of it, or that the server stops (class 57P). */
function isInDoubt(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code?.startsWith('57P') ?? false;
  return error instanceof Error;
}

function rest(ms: number): Promise<void> {
  return delay(ms, undefined, { ref: false });
}
