import { timingSafeEqual } from 'node:crypto';
import { Refusal } from '#contract/errors.ts';
import { type UserId, userId } from '#contract/ids.ts';
import { queryRow } from '#platform/database.ts';
import { signatureOf } from '#platform/secrets.ts';

// Whoever holds a digest may end them, signed in or not. The token says whose they are and that this server said so; it
// is stored nowhere, and does nothing else.

/** Bytes of an id. */
const ID = 16;

const bytesOf = (id: UserId) => Buffer.from(id.replaceAll('-', ''), 'hex');
const signatureFor = (bytes: Uint8Array) => signatureOf('digests', bytes);

/** A path of ours that ends somebody's digests. */
export function stopPathOf(id: UserId): string {
  const bytes = bytesOf(id);
  return `/stop-digest/${Buffer.concat([bytes, signatureFor(bytes)]).toString('base64url')}`;
}

/** Ends the digests of whoever the token was made for. Throws `not_found` for what is no token of ours. */
export async function stopDigests(_actor: unknown, { token }: { token: string }): Promise<null> {
  const bytes = Buffer.from(token, 'base64url');
  const id = bytes.subarray(0, ID);
  const signature = signatureFor(id);
  const shown = bytes.subarray(ID);
  if (shown.length !== signature.length || !timingSafeEqual(shown, signature))
    throw new Refusal('not_found', 'This link is not of ours, or not whole.');
  const hex = id.toString('hex');
  const whose = userId.parse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
  await queryRow('digest-stop', 'UPDATE alert_setting SET digest_hours = 0 WHERE user_id = $1', [whose]);
  return null;
}
