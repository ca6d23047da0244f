import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutPage, fillPacked, fillPage } from './page-template.ts';

test('a page is the same but for what stands in its holes, packed or not', async () => {
  const word = fc.constantFrom(
    '<p>',
    'NONCE',
    'CURSOR',
    'äöü – 你好',
    '\u0000',
    'x'.repeat(300),
    'abc'.repeat(900),
  );
  const filling = fc.string({ unit: 'grapheme-ascii', maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(fc.array(word), filling, filling, async (words, nonce, cursor) => {
      const template = await cutPage(words.join(''), ['NONCE', 'CURSOR']);
      const wanted = words.map((text) => ({ NONCE: nonce, CURSOR: cursor })[text] ?? text).join('');
      // The same template again and again.
      for (let times = 0; times < 2; times += 1) {
        expect((await fillPage(template, [nonce, cursor])).toString()).toBe(wanted);
        expect(gunzipSync(fillPacked(template, [nonce, cursor])).toString()).toBe(wanted);
      }
    }),
  );
});

test('a page rests packed', async () => {
  const page = '<article class="group relative grid rounded-control">a message</article>'.repeat(2_000);
  const { bytes } = await cutPage(page, ['NONCE']);
  expect(bytes).toBeLessThan(page.length / 5);
});
