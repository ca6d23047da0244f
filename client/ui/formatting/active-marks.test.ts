import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activeMarks } from './active-marks.ts';
import { marksAround } from './marks.ts';

const at = (written: string) => {
  const from = written.indexOf('‸');
  return activeMarks({ text: written.replace('‸', ''), from, to: from })
    .sort()
    .join(' ');
};

test.each([
  ['plain ‸', ''],
  ['a **bo‸ld** b', 'bold'],
  ['a **‸bold** b', 'bold'],
  ['a **bold**‸ b', ''],
  ['**a _b‸_ c**', 'bold italic'],
  ['***b‸oth***', 'bold italic'],
  ['**‸**', 'bold'],
  ['_‸_', 'italic'],
  ['~~‸~~', 'strike'],
  ['`‸`', 'code'],
  ['~~o‸ld~~', 'strike'],
  ['`**co‸de**`', 'code'],
  ['``a`b‸``', 'code'],
  ['snake_ca‸se_name', ''],
  ['2 * 3‸ * 4', ''],
  ['\\*no‸t\\*', ''],
  ['*a **b* c‸**', ''],
  ['- o‸ne', 'bulleted'],
  ['> a **quo‸te**', 'bold quote'],
  ['1. o‸ne', 'ordered'],
  ['```\n**co‸de**\n```', 'fence'],
  ['```\ncode\n```\n**tex‸t**', 'bold'],
])('%s: %s', (written, expected) => {
  expect(at(written)).toBe(expected);
});

test('the work grows as the text does, whatever is written', () => {
  const part = fc.constantFrom('*', '**', '***', '_', '~~', '`', '``', 'a', ' ', '\\', '```\n', '- ', '\n');
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 60 }), (parts) => {
      const text = parts.join('').repeat(20);
      expect(new Set(activeMarks({ text, from: text.length, to: text.length })).size).toBeLessThan(8);
    }),
  );
  const timeOf = (line: string) => {
    const start = performance.now();
    marksAround(line, line.length / 2, line.length / 2);
    return performance.now() - start;
  };
  let growing = '';
  for (let index = 1; growing.length < 64_000; index += 1) growing += `a${'`'.repeat(index)}`;
  const worst = ['*a ', '`', '``a `', '_a ', '**a *b ', '~~', '*', 'a* ', '\\'].map((sign) =>
    sign.repeat(Math.ceil(64_000 / sign.length)),
  );
  // Not a measure of speed: eight times the longest message, of which quadratic work takes many seconds.
  for (const line of [growing, ...worst]) expect(timeOf(line)).toBeLessThan(1_000);
});
