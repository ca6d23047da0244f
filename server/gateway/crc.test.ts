import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joined, shiftBy } from './crc.ts';

test('the CRC of two parts is reckoned from the CRC of each, however long they are', () => {
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.uint8Array({ minLength: 200, maxLength: 3_000 }),
  );
  fc.assert(
    fc.property(part, part, (first, second) => {
      const following = { crc: crc32(second), shift: shiftBy(second.length) };
      expect(joined(crc32(first), following)).toBe(crc32(Buffer.concat([first, second])));
    }),
  );
  const long = Buffer.alloc(1_000_003, 'a page');
  expect(joined(crc32('x'), { crc: crc32(long), shift: shiftBy(long.length) })).toBe(
    crc32(Buffer.concat([Buffer.from('x'), long])),
  );
});
