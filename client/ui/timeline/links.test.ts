import { expect, test } from 'vitest';
import { piecesOf } from './links.ts';

const linksIn = (text: string) =>
  piecesOf(text)
    .filter((piece) => piece.href)
    .map((piece) => piece.text);

test.each([
  ['see https://example.com/a?b=c#d.', ['https://example.com/a?b=c#d']],
  ['(https://en.wikipedia.org/wiki/Parley_(album))', ['https://en.wikipedia.org/wiki/Parley_(album)']],
  ['http://10.1.2.3:8080/x, https://b.example!', ['http://10.1.2.3:8080/x', 'https://b.example']],
  ['"https://quoted.example" <https://angled.example>', ['https://quoted.example', 'https://angled.example']],
  ['HTTPS://EXAMPLE.COM', ['HTTPS://EXAMPLE.COM']],
  ['javascript:alert(1) data:text/html,x ftp://example.com //example.com example.com', []],
  ['https:// and http://', []],
])('%s', (text, expected) => {
  expect(linksIn(text)).toEqual(expected);
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
