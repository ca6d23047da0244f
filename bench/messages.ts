/** A message of the load: everything about it follows from its `clientId`, so whoever meets it can check it. */
export interface NewMessage {
  conversationId: string;
  clientId: string;
  body: string;
}

/** How the key before a clientId stands in a frame. */
export const clientIdMark = Buffer.from('"clientId":"');
/** Where the time begins in the text of a clientId, and its hexadecimal digits. */
const timeAt = 24;
const timeDigits = 12;

/** Microseconds of the clock that all processes of this machine share (CLOCK_MONOTONIC). */
export function microseconds(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/**
 * A UUID of version 8 (RFC 9562, 5.8): first a number that no other of this sender has, scattered as those that browsers
 * make are, so that an index finds them as hard to store; then the sender, and at the end when it was made.
 */
export function clientIdOf(sender: number, count: number, time: number): string {
  const scattered = hex(Math.imul(count, 0x9e3779b1) >>> 0, 8);
  return `${scattered}-0000-8000-8${hex(sender, 3)}-${hex(time, timeDigits)}`;
}

/** Words as others, and one that some messages have in common, by which they are found. */
export function bodyOf(clientId: string): string {
  return `The quick brown fox ${rareWordOf(clientId)} jumps over it`;
}

export function rareWordOf(clientId: string): string {
  return `word${Number.parseInt(clientId.slice(0, 4), 16)}`;
}

/** When the message was sent whose clientId begins there in a frame, in microseconds of `microseconds`. */
export function sentAt(frame: Buffer, clientIdAt: number): number {
  return Number.parseInt(frame.toString('latin1', clientIdAt + timeAt, clientIdAt + timeAt + timeDigits), 16);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
