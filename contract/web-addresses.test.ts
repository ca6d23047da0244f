import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf, type ReadableText } from './web-addresses.ts';

const linksIn = (text: string) => piecesOf(text).filter((piece) => piece.href);
const shownIn = (text: string) => linksIn(text).map((piece) => piece.text);

test.each([
  ['see https://example.com/a?b=c#d.', ['https://example.com/a?b=c#d']],
  ['(https://en.wikipedia.org/wiki/Parley_(album))', ['https://en.wikipedia.org/wiki/Parley_(album)']],
  ['http://10.1.2.3:8080/x, https://b.example!', ['http://10.1.2.3:8080/x', 'https://b.example']],
  ['"https://quoted.example" <https://angled.example>', ['https://quoted.example', 'https://angled.example']],
  ['HTTPS://EXAMPLE.COM', ['HTTPS://EXAMPLE.COM']],
  ['xhttp://a.example _http://b.example -http://c.example', ['http://c.example']],
  ['[a](https://a.example) {https://b.example/{c}}', ['https://a.example', 'https://b.example/%7Bc%7D']],
  ['javascript:alert(1) data:text/html,x ftp://example.com //example.com example.com', []],
  ['https:// and http://', []],
])('%s', (text, expected) => {
  expect(shownIn(text)).toEqual(expected);
});

test('puts together again what it took apart', () => {
  for (const text of [
    '',
    'plain',
    'https://a.example',
    ' https://a.example  and\nhttps://b.example... ',
    '<b>&amp;',
  ])
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
});

test('leads to http and https only', () => {
  const text = 'https://a.example" onclick="alert(1) http://b.example/%22><script>';
  for (const { href } of piecesOf(text)) if (href) expect(href).toMatch(/^https?:\/\/[^"<>]+$/);
});

test.each([
  ['a name before the host', 'http://bank.com@evil.example', 'http://evil.example/'],
  ['a name and a password', 'https://bank.com:443@evil.example/x', 'https://evil.example/x'],
  ['letters of two scripts', 'https://аррle.com/x', 'https://xn--le-6kc8da.com/x'],
  ['letters of one other script', 'https://аррӏе.com/', 'https://xn--80ak6aa92e.com/'],
  ['a host that is written in numbers', 'http://0x7f.1/', 'http://127.0.0.1/'],
  ['an encoded host', 'http://b%61nk.com/', 'http://bank.com/'],
  ['too many slashes', 'http:///evil.example', 'http://evil.example/'],
  ['a backslash', 'http://bank.com\\@evil.example', 'http://bank.com/@evil.example'],
  ['a way back up', 'http://a.example/safe/../evil', 'http://a.example/evil'],
  ['an override', 'https://a.example/\u202egnp.exe', 'https://a.example/%E2%80%AEgnp.exe'],
  ['an isolate that is never closed', 'https://a.example/\u2067x', 'https://a.example/%E2%81%A7x'],
  ['a mark of direction', 'https://a.example/\u200fx', 'https://a.example/%E2%80%8Fx'],
  ['a letter of no width', 'https://a.example/\u200bx', 'https://a.example/%E2%80%8Bx'],
])('with %s, the address that opens is shown', (_, typed, address) => {
  expect(linksIn(typed)).toEqual([{ at: 0, text: address, href: address }]);
});

test('what was typed stays where it is that address, only written for people', () => {
  const typed = [
    'https://de.wikipedia.org/wiki/Übergröße',
    'https://he.wikipedia.org/wiki/שלום#א',
    'HTTP://A.b?c',
  ];
  expect(shownIn(typed.join(' '))).toEqual(typed);
});

const part = fc.constantFrom(
  ...['http://', 'https://', 'HTTP://', 'h', 'x', '@', '.', ')', '(', '[', ']', '{', '}', '/', '?', '#', ':'],
  ...[' ', '\n', '"', '%', '\\', 'а', 'ü', 'א', '\u202e', '\u0301', '\u200b', '👩‍🚀', '\ud800', '…', '。'],
);
const anyText = fc.array(fc.tuple(part, fc.integer({ min: 1, max: 400 })), { maxLength: 40 }).map((parts) =>
  parts
    .map(([text, times]) => text.repeat(times))
    .join('')
    .slice(0, 16_000),
);

test('whatever is written: what is shown is what opens, without a name, with a host in ASCII', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const piece of piecesOf(text)) {
        if (!piece.href) continue;
        expect(new URL(piece.text).href).toBe(piece.href);
        const { username, password, protocol } = new URL(piece.href);
        expect([username, password]).toEqual(['', '']);
        expect(protocol).toMatch(/^https?:$/);
        expect(piece.text).toMatch(/^https?:\/\/[\x21-\x7e]+?([/?#]|$)/i);
        expect(piece.text).not.toMatch(/[\p{Cf}\p{Cc}\p{Z}]/u);
      }
    }),
  );
});

/** Counts every character that is looked at or copied. */
class CountedText implements ReadableText {
  readonly #text: string;
  visits = 0;
  constructor(text: string) {
    this.#text = text;
  }
  get length() {
    return this.#text.length;
  }
  charCodeAt(index: number) {
    this.visits += 1;
    return this.#text.charCodeAt(index);
  }
  slice(start: number, end: number) {
    this.visits += end - start;
    return this.#text.slice(start, end);
  }
}

function visitsOf(text: string): number {
  const counted = new CountedText(text);
  piecesOf(counted);
  return counted.visits;
}

test('every character is looked at a fixed number of times, whatever the text is', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(visitsOf(text)).toBeLessThanOrEqual(8 * text.length + 16);
    }),
  );
  for (const worst of [`http://x${')'.repeat(7_990)}`, `${'('.repeat(4_000)}http://x${')'.repeat(4_000)}`])
    expect(visitsOf(worst)).toBeLessThanOrEqual(8 * worst.length + 16);
  for (const repeated of ['http://', 'http://x)', ' h', '.h', 'http://x).', '(http://x', 'https:/ '])
    expect(visitsOf(repeated.repeat(1_000))).toBeLessThanOrEqual(8 * repeated.length * 1_000 + 16);
});
