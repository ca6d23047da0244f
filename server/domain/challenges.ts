import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { database, type Query } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import { signatureOf } from '#platform/secrets.ts';

// What a passkey signs (Web Authentication Level 3, 13.4.3: random, at least 16 bytes). Anybody may ask for a challenge
// before signing in, so none is stored: it carries its own end and this server's signature. What is stored is that one
// was answered; whoever only asks fills nothing.

/** Milliseconds for which a challenge may be answered. */
export const CHALLENGE_MS = 5 * 60 * 1_000;

const RANDOM = 16;
const TIME = 8;

/** A new challenge for one purpose, such as adding a passkey to one account. */
export function newChallenge(purpose: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(RANDOM + TIME);
  randomBytes(RANDOM).copy(bytes);
  bytes.writeBigUInt64BE(BigInt(Date.now() + CHALLENGE_MS), RANDOM);
  return new Uint8Array(Buffer.concat([bytes, signatureOf(`challenge ${purpose}`, bytes)]));
}

/** Whether this server gave out a challenge (base64url) for this purpose in the last five minutes. */
export function isOwnChallenge(purpose: string, challenge: string): boolean {
  const given = Buffer.from(challenge, 'base64url');
  const bytes = given.subarray(0, RANDOM + TIME);
  const signature = signatureOf(`challenge ${purpose}`, bytes);
  if (given.length !== bytes.length + signature.length) return false;
  if (!timingSafeEqual(given.subarray(bytes.length), signature)) return false;
  return endOf(challenge) > Date.now();
}

function endOf(challenge: string): number {
  return Number(Buffer.from(challenge, 'base64url').readBigUInt64BE(RANDOM));
}

/** Notes in a transaction that a challenge of ours was answered; false when it was before. */
export async function takeChallenge(query: Query, challenge: string): Promise<boolean> {
  const rows = await query(
    `INSERT INTO used_challenge (hash, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1 AS used`,
    [createHash('sha256').update(Buffer.from(challenge, 'base64url')).digest(), new Date(endOf(challenge))],
  );
  return rows.length > 0;
}

/** Removes what is too old to matter: answered challenges, and tickets to a second step, every night. */
export const removeOldChallenges = defineJob('old-challenges', {
  data: z.object({}),
  schedule: '27 3 * * *',
  poll: 20,
  async handler() {
    const { prisma, inTurn } = database();
    const old = { where: { expiresAt: { lt: new Date() } } };
    await inTurn('usual', () => prisma.usedChallenge.deleteMany(old));
    await inTurn('usual', () => prisma.signInTicket.deleteMany(old));
  },
});
