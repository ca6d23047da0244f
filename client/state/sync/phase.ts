/**
 * How a client becomes and stays up to date. The server joins the socket to the rooms of its conversations
 * before it answers any of its calls, so whatever the answer of `sync` does not hold yet arrives as an
 * event. Both go through the same `apply`, so it does not matter which comes first.
 *
 *             connected              answered                filled
 *   offline ────────────► joining ─────────────► filling ─────────────► live ──┐
 *      ▲                     │  │                  │  │                 │  ▲   │ overdue: ask, fill
 *      │         lost        │  │      failed      │  │      lost       │  └───┘ without leaving
 *      └─────────────────────┴──┼──────────────────┴──┼─────────────────┘
 *      ▲                        ▼                     ▼
 *      └────────────── hang up and connect anew ──────┘
 *
 * joining: `sync` was asked; what changed, and the versions, are awaited.
 * filling: `conversation:changes` is paged for every loaded timeline whose version is behind.
 * live:    all that the server would answer is here; the outbox may send.
 */
export type SyncPhase = 'offline' | 'joining' | 'filling' | 'live';

export type SyncInput =
  | 'connected'
  | 'lost'
  /** The answer of `sync` is in the store. */
  | 'answered'
  /** No loaded timeline is behind any more. */
  | 'filled'
  /** An answer did not come. */
  | 'failed'
  /** Time to compare versions again. */
  | 'overdue';

export type SyncEffect = 'ask' | 'fill' | 'flush' | 'hang-up';

export interface SyncStep {
  phase: SyncPhase;
  effect: SyncEffect | null;
}

/** Pure: where an input leads, and what is to be done there. Inputs that come too late change nothing. */
export function step(phase: SyncPhase, input: SyncInput): SyncStep {
  switch (input) {
    case 'connected':
      return { phase: 'joining', effect: 'ask' };
    case 'lost':
      return { phase: 'offline', effect: null };
    case 'answered':
      if (phase === 'joining') return { phase: 'filling', effect: 'fill' };
      return { phase, effect: phase === 'live' ? 'fill' : null };
    case 'filled':
      if (phase === 'filling') return { phase: 'live', effect: 'flush' };
      return { phase, effect: null };
    case 'failed':
      return { phase, effect: phase === 'offline' ? null : 'hang-up' };
    case 'overdue':
      return { phase, effect: phase === 'live' ? 'ask' : null };
  }
}
