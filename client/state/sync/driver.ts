import { Refusal } from '#contract/errors.ts';
import { mergeSync } from '#state/nouns/snapshot.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import { behind } from './catch-up.ts';
import type { Connection, ConnectionStatus } from './connection.ts';
import type { createHistory } from './history.ts';
import { NoAnswer, unlessNoAnswer } from './no-answer.ts';
import { type SyncEffect, type SyncInput, type SyncPhase, step } from './phase.ts';
import { whenAllowed } from './retries.ts';

/** How often the server is asked what changed though nothing seems amiss, in ms. */
const compareEvery = 5 * 60_000;
/** Conversations caught up with at a time: it is the way to the server and back that takes long. */
const filledAtOnce = 6;
/** How long a connection may take to prove itself after a sleep, in ms. */
const proofTimeout = 4_000;

interface DriverParts {
  store: ChatStore;
  connection: Connection;
  history: Pick<ReturnType<typeof createHistory>, 'drawNewLine' | 'openMissing' | 'refreshPreview'>;
  catchUp(conversationId: string): Promise<void>;
  /** It is certain whose session this browser has. */
  onConfirmed(): void;
  /** Everything is here: what waited may be sent. */
  onLive(): void;
  /** The session is over. */
  onEnded(): void;
}

/**
 * Brings the state up to date over a connection and keeps it so, as `phase.ts` draws it. Only the connection
 * and `sync` itself decide whether that succeeds; what is refused for one conversation never does.
 */
export function createDriver({ store, connection, history, catchUp, ...on }: DriverParts) {
  const { id: userId } = store.getState().me;
  let phase: SyncPhase = 'offline';
  /** Counts the questions: an answer to any but the latest is too late. */
  let asked = 0;
  /** What is just being asked for may be older than what was missed. */
  let isMissing = false;
  /** Whether the server has answered since the page was opened. */
  let hasAnswered = false;

  const effects: Record<SyncEffect, () => void> = {
    ask: () => void attempt(ask, 'answered'),
    fill: () => void attempt(fill, 'filled'),
    flush() {
      connection.steady();
      store.setState({ connection: 'live' });
      on.onLive();
      if (isMissing) compare();
    },
    'hang-up': () => connection.hangUp('offline'),
  };

  function advance(input: SyncInput) {
    const next = step(phase, input);
    phase = next.phase;
    if (phase === 'offline') {
      asked += 1;
      isMissing = false;
    }
    if (next.effect) effects[next.effect]();
  }

  function compare() {
    isMissing = phase !== 'live';
    advance('overdue');
  }

  async function attempt(task: () => Promise<void>, success: SyncInput) {
    asked += 1;
    const own = asked;
    const input = await task().then(
      () => success,
      (): SyncInput => 'failed',
    );
    if (own === asked) advance(input);
  }

  async function ask() {
    do await askOnce();
    while (store.getState().cursor === null);
    if (!hasAnswered) history.drawNewLine();
    hasAnswered = true;
    // No event tells of what is only looked at, and no answer of `sync`.
    await history.refreshPreview().catch(unlessNoAnswer);
  }

  /** Takes in what changed since the cursor, page by page; without a cursor, everything. */
  async function askOnce() {
    let hasMore = true;
    while (hasMore) {
      const known = store.getState();
      const answer = await whenAllowed(() => connection.callUnconfirmed('sync', sinceOf(known.cursor))).catch(
        (error: unknown) => {
          if (known.cursor === null || !isInvalid(error)) throw error;
          return null;
        },
      );
      // A cursor that is not even read is none.
      if (!answer) return store.setState({ cursor: null });
      if (answer.me.id !== userId) {
        // The cookie is somebody else's now: nothing of this user may be shown to them or sent in their name.
        connection.end();
        throw new Refusal('unauthenticated', 'Somebody else is signed in here');
      }
      if (phase === 'joining') confirm();
      store.setState((state) => mergeSync(state, answer, known));
      hasMore = answer.hasMore && store.getState().cursor !== null;
    }
  }

  function confirm() {
    connection.confirm();
    on.onConfirmed();
  }

  async function fill() {
    await history.openMissing().catch(unlessNoAnswer);
    const waiting = behind(store.getState()).values();
    const catchUpInTurn = async () => {
      for (const conversationId of waiting) await catchUp(conversationId);
    };
    await Promise.all(Array.from({ length: filledAtOnce }, catchUpInTurn));
  }

  return {
    onStatus(status: ConnectionStatus) {
      store.setState({ connection: status === 'connected' ? 'connecting' : status });
      // Without a connection nobody knows who is there.
      if (status === 'offline') store.setState({ presence: {} });
      if (status === 'ended') on.onEnded();
      advance(status === 'connected' ? 'connected' : 'lost');
    },
    /** A conversation is behind: what it lacks is asked for. */
    fillGap(conversationId: string) {
      if (phase === 'live') catchUp(conversationId).catch(() => advance('failed'));
    },
    /** After a sleep a connection may look well and be dead; waiting for the heartbeat would take long. */
    wake() {
      if (phase !== 'live') return;
      connection.call('workspace:get', {}, { within: proofTimeout }).then(
        () => advance('overdue'),
        (error) => advance(error instanceof NoAnswer ? 'failed' : 'overdue'),
      );
    },
    /** Events were missed: asks what changed, as soon as everything else is here. */
    compare,
    /** Asks now and then what changed, until the returned function is called. */
    start(): () => void {
      const timer = setInterval(() => advance('overdue'), compareEvery);
      return () => clearInterval(timer);
    },
  };
}

function isInvalid(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'invalid';
}

function sinceOf(cursor: string | null): { since?: string } {
  return cursor === null ? {} : { since: cursor };
}
