import { expect, test } from 'vitest';
import { frameOf } from './frames.ts';

// RFC 6455, 5.2: FIN and the opcode, no mask, a length of 7 bits, or 126 and 16 bits, or 127 and 64 bits.

test.each([
  [0, [0x81, 0]],
  [125, [0x81, 125]],
  [126, [0x81, 126, 0, 126]],
  [65_535, [0x81, 126, 0xff, 0xff]],
  [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
])('a text of %i bytes has its length in its header', (bytes, header) => {
  const frame = frameOf('x'.repeat(bytes));
  expect([...frame.subarray(0, header.length)]).toEqual(header);
  expect(frame.subarray(header.length).toString()).toBe('x'.repeat(bytes));
});

test('lengths count bytes, not characters; bytes are binary frames', () => {
  expect([...frameOf('é🙂')]).toEqual([0x81, 6, ...Buffer.from('é🙂')]);
  expect([...frameOf(new Uint8Array([1, 2]))]).toEqual([0x82, 2, 1, 2]);
});
