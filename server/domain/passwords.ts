import { hash, verify } from '@node-rs/argon2';
import { refuseField } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import { busy } from '#platform/connection-queue.ts';

/** OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let common: Promise<Set<string>> | undefined;

/** The most common passwords, read when the first one is chosen: the list takes longer to unpack than most files. */
async function readCommon(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const words = dictionary['passwords-common'].filter((word) => word.length >= limits.passwordMin);
  return new Set(words.map((word) => word.toLowerCase()));
}

/** Passwords that are hashed or wait for it; the system runs four at once, some 50 ms each. */
const MOST_HASHED = 200;
let hashed = 0;

/** Throws `unavailable` when too many wait already: many addresses together could fill the memory with them. */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (hashed >= MOST_HASHED) throw busy();
  hashed += 1;
  try {
    return await work();
  } finally {
    hashed -= 1;
  }
}

/** Hashes a password with argon2id; the result carries its own salt and cost. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost));
}

// Verified against when there is no account, so that both answers take the same time.
const hashOfNobody = hash('nobody has this password', cost);

/** Whether a password fits the hash. Without a hash (no such account) it takes as long and says no. */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  const stored = passwordHash ?? (await hashOfNobody);
  const fits = await inTurn(() => verify(stored, password));
  return fits && passwordHash !== null;
}

/** Refuses passwords that guessing finds first: common ones, one or two characters repeated, one's own email. */
export async function refuseWeakPassword(password: string, email: string): Promise<void> {
  common ??= readCommon();
  const lower = password.toLowerCase();
  if ((await common).has(lower) || new Set(lower).size <= 2)
    throw refuseField('password', 'This password is one of the most common ones: choose another');
  if (lower === email || lower === email.split('@')[0])
    throw refuseField('password', 'Your email address is too easy a guess: choose another password');
}
