import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareLinksOf } from './bare-links.ts';
import { parseBody } from './parse.ts';

const linksIn = (text: string) =>
  bareLinksOf(text).flatMap(({ text: shown, href }) => (href === null ? [] : [`${shown} ${href}`]));

test.each([
  ['see www.example.com.', ['www.example.com http://www.example.com/']],
  [
    '(www.example.com/a_(b)) and WWW.Example.com',
    ['www.example.com/a_(b) http://www.example.com/a_(b)', 'WWW.Example.com http://www.example.com/'],
  ],
  ['见www.例え.jp', ['http://www.xn--r8jz45g.jp/ http://www.xn--r8jz45g.jp/']],
  ['write to ada.l+b@mail.example.org, please', ['ada.l+b@mail.example.org mailto:ada.l+b@mail.example.org']],
  ['<ada@example.org>', ['ada@example.org mailto:ada@example.org']],
  ['a@b.cd@e.fg', []],
  ['xwww.example.com a.www.b.com www. www', []],
  ['git@example.com:org/repo ssh://git@example.com/x react@19.0.1 @ada.b a@b a@-b.com a@b..com', []],
])('%s', (text, expected) => {
  expect(linksIn(text)).toEqual(expected);
});

test('whatever is written is there afterwards, in its order, and leads to http and mailto only', () => {
  const part = fc.constantFrom(
    'www.',
    '@',
    'a',
    'b.cd',
    '.',
    ' ',
    '(',
    ')',
    '-',
    '_',
    ':',
    '/',
    'ü',
    '\u202e',
    'WWW.x',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      let end = 0;
      for (const { at, text: shown, href } of bareLinksOf(text)) {
        expect(at).toBeGreaterThanOrEqual(end);
        if (href === null) expect(text.slice(at, at + shown.length)).toBe(shown);
        else expect(href).toMatch(/^(?:http:\/\/|mailto:)[\x21-\x7e]+$/);
        end = at + (href === null ? shown.length : 1);
      }
    }),
  );
});

test('not in code and not in the label of a link, but in what is marked', () => {
  expect(parseBody('`www.a.com` **www.b.com** [a@b.cd](https://c.com)')).toEqual([
    {
      kind: 'paragraph',
      of: [
        { kind: 'code', text: 'www.a.com' },
        ' ',
        {
          kind: 'strong',
          of: [{ kind: 'link', href: 'http://www.b.com/', isAddress: true, of: ['www.b.com'] }],
        },
        ' ',
        { kind: 'link', href: 'https://c.com/', isAddress: false, of: ['a@b.cd'] },
      ],
    },
  ]);
});
