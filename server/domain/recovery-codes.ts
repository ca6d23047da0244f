import { createHash, randomBytes } from 'node:crypto';
import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Query } from '#platform/database.ts';

// A recovery code is 80 random bits, so its plain hash gives nothing away, and it needs no secret of the server: it
// works on a day on which that is lost, too.

/** Crockford's base32: no letter that looks like a digit. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16;

function newCode(): string {
  const letters = [...randomBytes(LENGTH)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return letters.replace(/.{4}(?!$)/g, '$&-');
}

/** A code as it was written down, or as it was taken for: without what only helps to read it. */
function tidy(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(tidy(code)).digest();
}

/** Gives somebody new recovery codes, shown this once; those before count no more. */
export async function renewRecoveryCodes(query: Query, userId: UserId): Promise<string[]> {
  const codes = Array.from({ length: limits.recoveryCodes }, newCode);
  await query('DELETE FROM recovery_code WHERE user_id = $1', [userId]);
  await query('INSERT INTO recovery_code (user_id, code_hash) SELECT $1, unnest($2::bytea[])', [
    userId,
    codes.map(hashOf),
  ]);
  return codes;
}

/** Uses up a recovery code; false when it is none of theirs. */
export async function takeRecoveryCode(query: Query, userId: UserId, code: string): Promise<boolean> {
  const rows = await query(
    'DELETE FROM recovery_code WHERE user_id = $1 AND code_hash = $2 RETURNING 1 AS used',
    [userId, hashOf(code)],
  );
  return rows.length > 0;
}
