import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '#contract/errors.ts';
import { limits as limitsOfText } from '#contract/limits.ts';
import { limitedCalls } from './metrics.ts';
import type { Redis } from './redis.ts';
import { exactly, inParts, type Limiter } from './shared-limit.ts';

/** Calls within `seconds`, for each key. LIMIT_FACTOR multiplies the calls. */
const limits = {
  /** For each user. */
  read: { calls: 1_200, seconds: 60 },
  search: { calls: 120, seconds: 60 },
  write: { calls: 600, seconds: 60 },
  send: { calls: 600, seconds: 60 },
  /** Pages that are read for previews of links. */
  link: { calls: 30, seconds: 60 },
  signal: { calls: 1_200, seconds: 60 },
  /** Requests to a push service that somebody chose, at once and for a test. */
  pushTest: { calls: 10, seconds: 60 },
  /** Each costs more than any other call: a picture is decoded. */
  upload: { calls: 60, seconds: 60 },
  /** Parts of uploads, and questions how much has come. */
  uploadPart: { calls: 1_200, seconds: 60 },
  /** For each incoming webhook. */
  hook: { calls: 120, seconds: 60 },
  /** For each address that tries to enter or to make an account. */
  signInAddress: { calls: 30, seconds: 60 },
  signUpAddress: { calls: 30, seconds: 60 },
  /** For each account from one address; the slower one, so that one address cannot use up the account's own. */
  signInPair: { calls: 10, seconds: 60 },
  signUpPair: { calls: 10, seconds: 60 },
  signInPairSlow: { calls: 30, seconds: 3_600 },
  signUpPairSlow: { calls: 30, seconds: 3_600 },
  /** For each account, from wherever. */
  signInAccount: { calls: 100, seconds: 3_600 },
  signUpAccount: { calls: 100, seconds: 3_600 },
  /** The slower one for each address, whatever accounts it tries. */
  signInAddressSlow: { calls: 600, seconds: 3_600 },
  signUpAddressSlow: { calls: 600, seconds: 3_600 },
  /** One's own password asked for again, and codes, for each account: guessing one of a million takes years. */
  signInProof: { calls: 30, seconds: 3_600 },
  /** For links to a new password or address: each may cost somebody a mail. */
  resetAddress: { calls: 20, seconds: 60 },
  resetAddressSlow: { calls: 100, seconds: 3_600 },
  resetPair: { calls: 5, seconds: 60 },
  resetPairSlow: { calls: 10, seconds: 3_600 },
  resetAccount: { calls: 20, seconds: 3_600 },
  /** Calls without a session, for each address. */
  open: { calls: 600, seconds: 60 },
  /** Handshakes of sockets: for each user, for each address, and for each address without a session. */
  handshakeUser: { calls: 120, seconds: 60 },
  handshakeAddress: { calls: 3_000, seconds: 60 },
  handshakeNobody: { calls: 120, seconds: 60 },
} as const;

/** What all programs of one user may do together, in times of what each of them may. */
const PROGRAMS = 3;

/** What may be there at once, for each key. LIMIT_FACTOR multiplies these too. */
const bounds = {
  socketsOfUser: 50,
  socketsOfPrograms: PROGRAMS * 50,
  socketsOfAddress: 2_000,
  /** Of a user's sockets those that are streams of events: each remembers where its conversations are. */
  streamsOfUser: 10,
  /** Calls of a user's sockets that are not answered yet. */
  runningCalls: 200,
  /** Uploads of a user that have not ended. */
  runningUploads: 4,
  /** Files that are being given to a user, or to an address without a session: a page may show as many pictures at once. */
  runningDownloads: 200,
} as const;

export type LimitName = keyof typeof limits;
export type BoundName = keyof typeof bounds;

type Limiters = Map<LimitName, Limiter>;

let limiters: Limiters | null = null;
let limitersOfPrograms: Limiters | null = null;
let factor = 1;

/** What guesses at passwords run into; each of them costs much more than asking Redis. */
const credentials = /^(sign(In|Up)|reset)/;

/** Sets the limits up, for this process alone. `by` is LIMIT_FACTOR. */
export function openRateLimits(by: number): void {
  factor = by;
  makeLimiters((_name, memory) => memory);
}

/** Counts together with the other instances from now on; while Redis is away, each for itself. */
export function shareRateLimits(redis: Redis): void {
  makeLimiters((name, memory) => (credentials.test(name) ? exactly(redis, memory) : inParts(redis, memory)));
}

function makeLimiters(make: (name: LimitName, memory: RateLimiterMemory) => Limiter): void {
  const limitersFrom = (prefix: string, times: number): Limiters =>
    new Map(
      Object.entries(limits).map(([key, { calls, seconds }]) => {
        const name = key as LimitName;
        const points = scaled(calls * times);
        const memory = new RateLimiterMemory({ keyPrefix: prefix + name, points, duration: seconds });
        return [name, make(name, memory)];
      }),
    );
  limiters = limitersFrom('', 1);
  limitersOfPrograms = limitersFrom('programs:', PROGRAMS);
}

/** How many there may be at once. */
export function bound(name: BoundName): number {
  return scaled(bounds[name]);
}

/**
 * Counts one try to sign in or up, or to come by a new password: by its address, by the account from that address, and more slowly by the account
 * alone, so that guessing from one address keeps nobody out elsewhere. The account is whatever was given as its
 * email address; what is no text counts for the address only.
 */
export async function limitCredentials(
  action: 'signIn' | 'signUp' | 'reset',
  address: string,
  email: unknown,
): Promise<void> {
  await limit(`${action}Address`, address);
  await limit(`${action}AddressSlow`, address);
  if (typeof email !== 'string') return;
  const account = email.trim().toLowerCase().slice(0, limitsOfText.email);
  await limit(`${action}Pair`, `${address} ${account}`);
  await limit(`${action}PairSlow`, `${address} ${account}`);
  await limit(`${action}Account`, account);
}

/** Counts one call. Throws `rate_limited`, with the seconds to wait, when there were too many. */
export function limit(name: LimitName, key: string): Promise<void> {
  return consume(limiters, name, key);
}

/** Counts one call of a program among those of all programs of its user, however many there are. Throws as `limit` does. */
export function limitPrograms(name: LimitName, userId: string): Promise<void> {
  return consume(limitersOfPrograms, name, userId);
}

async function consume(among: Limiters | null, name: LimitName, key: string): Promise<void> {
  const limiter = among?.get(name);
  if (!limiter) throw new Error('The rate limits are not open');
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    limitedCalls.inc({ limit: name });
    const retryAfter = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    throw new Refusal('rate_limited', `Too many tries. Wait ${retryAfter} s and try again.`, { retryAfter });
  }
}

function scaled(count: number): number {
  return Math.max(1, Math.round(count * factor));
}
