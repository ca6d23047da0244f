import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

// `parley_`, 40 random characters (238 bits) and six that check them: whoever scans for secrets that leaked finds them by
// their look alone, and what was mistyped or cut off is refused without asking the database.

const prefix = 'parley_';
const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const randomLength = 40;
const checkLength = 6;

/** A new token: the one secret that the program keeps. */
export function makeToken(): string {
  const random = Array.from({ length: randomLength }, () => characters[randomInt(characters.length)]);
  const text = prefix + random.join('');
  return text + checkOf(text);
}

/** Whether a text can be a token at all. */
export function isTokenText(text: string): boolean {
  if (text.length !== prefix.length + randomLength + checkLength || !text.startsWith(prefix)) return false;
  const checked = text.slice(0, -checkLength);
  return text.slice(-checkLength) === checkOf(checked);
}

/** The CRC-32 of a text in base 62. */
function checkOf(text: string): string {
  let rest = crc32(text);
  let check = '';
  while (check.length < checkLength) {
    check = `${characters[rest % characters.length]}${check}`;
    rest = Math.floor(rest / characters.length);
  }
  return check;
}

/** What is kept of a secret: whoever reads the database cannot sign in with what they find. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
