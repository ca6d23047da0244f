// CRC-32 (RFC 1952, 8) of what is put together from parts whose own is known, as zlib's `crc32_combine` reckons it:
// bytes that come after are a multiplication by a power of x, modulo the polynomial.

const polynomial = 0xed_b8_83_20;

/** The product of two polynomials modulo that of CRC-32, their lowest power in the highest bit. */
function times(left: number, right: number): number {
  let product = 0;
  let factor = right;
  for (let bit = 0x80_00_00_00; bit !== 0; bit >>>= 1) {
    if (left & bit) product ^= factor;
    factor = factor & 1 ? (factor >>> 1) ^ polynomial : factor >>> 1;
  }
  return product >>> 0;
}

/** What the CRC of anything has to be multiplied by when so many bytes follow: x to the power of their bits. */
export function shiftBy(bytes: number): number {
  let shift = 0x80_00_00_00;
  // x to the power of 8, then of 16, 32 and so on.
  let power = 0x00_80_00_00;
  for (let left = bytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) shift = times(power, shift);
    power = times(power, power);
  }
  return shift;
}

/** The CRC of something and what follows it, from the CRC of each. */
export function joined(crc: number, following: { crc: number; shift: number }): number {
  return (times(following.shift, crc) ^ following.crc) >>> 0;
}
