import { Refusal } from '#contract/errors.ts';
import {
  type DomainOperationName,
  type OperationName,
  type OperationOutput,
  operations,
  type ParsedInput,
  type RateClass,
} from '#contract/operations.ts';
import { refuseInput } from '#contract/problems.ts';
import type { Actor } from '#domain/actor.ts';
import { Written } from '#domain/answer-text.ts';
import { Existing } from '#domain/existing.ts';
import { type Handlers, handlers } from '#domain/operations.ts';
import { isDatabaseAway, isDeadlock, isLockTimeout } from '#platform/database.ts';
import type { Log } from '#platform/log.ts';
import { callDurations } from '#platform/metrics.ts';
import { refuseWhenBusy } from '#platform/overload.ts';
import { limit, limitCredentials } from '#platform/rate-limit.ts';
import { inSpan } from '#platform/tracing.ts';
import { limitActor, refuseBeyondScopes } from './bearer.ts';
import { priorityOf } from './priorities.ts';

/** Who asks, and from where. */
export interface Caller {
  actor: Actor | null;
  /** The network address, for limits before sign-in. */
  address: string;
  /** The address of this server as the caller knows it; empty: a page asks, which is drawn here. */
  origin: string;
  log: Log;
}

export interface Outcome<Data> {
  readonly data: Data;
  /** The same as text, where it is there as that: then `data` is read from it. */
  written?: Written<Data>;
  /** False: what was asked for was there already. */
  created: boolean;
}

/**
 * The one way into the domain, for every transport: who may ask, how often, with what; then the call itself.
 * Whatever goes wrong comes out as a Refusal; what nobody foresaw is logged and becomes `unavailable`.
 */
export async function dispatch<Name extends DomainOperationName>(
  caller: Caller,
  name: Name,
  raw: unknown,
): Promise<Outcome<OperationOutput<Name>>> {
  return guarded(caller, name, raw, async (input) => {
    const handler: Handlers[Name] = handlers[name];
    // `guarded` has refused a missing actor for every operation whose handler needs one.
    const { address, origin } = caller;
    const actor = caller.actor && { ...caller.actor, address, origin };
    const answer = await handler(actor as Parameters<Handlers[Name]>[0], input, { address });
    if (answer instanceof Written)
      return {
        get data() {
          return answer.value;
        },
        written: answer,
        created: true,
      };
    return answer instanceof Existing
      ? { data: answer.value, created: false }
      : { data: answer, created: true };
  });
}

/** The guards of `dispatch` around any work: the socket's own operations go through them too. */
export async function guarded<Name extends OperationName, Result>(
  caller: Caller,
  name: Name,
  raw: unknown,
  work: (input: ParsedInput<Name>) => Promise<Result>,
): Promise<Result> {
  const started = performance.now();
  const { log, actor } = caller;
  const facts = { operation: name, user: actor?.userId };
  try {
    const operation = operations[name];
    if (!(actor || 'open' in operation)) throw new Refusal('unauthenticated', 'Sign in first.');
    await limitCalls(caller, operation.rate, raw);
    if (actor) refuseBeyondScopes(actor, name);
    refuseWhenBusy(priorityOf(name, raw));
    const parsed = operation.input.safeParse(raw);
    if (!parsed.success) throw refuseInput(parsed.error);
    // The table gives each name one schema, so what it parsed is that name's input.
    const result = await inSpan(name, {}, () => work(parsed.data as ParsedInput<Name>));
    log.debug({ ...facts, ms: measured(name, 'ok', started) }, 'done');
    return result;
  } catch (error) {
    const refusal = toRefusal(error, log, name);
    // A flood must not become a flood of log lines too.
    const level = refusal.code === 'rate_limited' ? 'debug' : 'info';
    log[level]({ ...facts, ms: measured(name, refusal.code, started), refused: refusal.code }, 'refused');
    throw refusal;
  }
}

async function limitCalls({ actor, address }: Caller, rate: RateClass, raw: unknown): Promise<void> {
  if (rate === 'signUp' || rate === 'reset') {
    const email = typeof raw === 'object' && raw && 'email' in raw ? raw.email : null;
    await limitCredentials(rate, address, email);
  } else if (rate === 'password') {
    // Whoever has a session may be guessing its user's password: as slowly as at the sign-in.
    await limitCredentials('signIn', address, actor && `of ${actor.userId}`);
  } else if (actor) await limitActor(rate, actor);
  else await limit('open', address);
}

/** Any error as a refusal. Only here do unforeseen ones become something a client may see. */
export function toRefusal(error: unknown, log: Log, operation: string): Refusal {
  if (error instanceof Refusal) return error;
  if (isLockTimeout(error) || isDeadlock(error))
    return new Refusal('unavailable', 'This is busy: try again in a moment.', { retryAfter: 1 });
  if (isDatabaseAway(error)) {
    log.warn({ operation, reason: error instanceof Error ? error.message : '' }, 'the database is away');
    return new Refusal('unavailable', 'The database does not answer: try again in a moment.', {
      retryAfter: 2,
    });
  }
  // Without the statement and its values: they may hold what people wrote.
  const { name, message, stack } = error instanceof Error ? error : new Error('not an error');
  log.error({ operation, error: { name, message, stack } }, 'an unforeseen error');
  return new Refusal('unavailable', 'Something went wrong on the server: try again.', { retryAfter: 5 });
}

/** Counts how long a call took; gives that in milliseconds. */
function measured(name: OperationName, outcome: string, started: number): number {
  const took = performance.now() - started;
  callDurations.of(name, outcome).observe(took / 1_000);
  return Math.round(took * 100) / 100;
}
