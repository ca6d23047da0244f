import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { characterCount } from './characters.ts';
import { conversationName, topic } from './conversations.ts';
import { conversationId } from './ids.ts';
import { emoji, messageBody } from './messages.ts';
import { nameText, storableText } from './text.ts';
import { email, password } from './users.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('text that can be stored', () => {
  const text = storableText(5);

  test.each([
    ['five letters', 'abcde', true],
    ['six letters', 'abcdef', false],
    ['five characters of two UTF-16 units', '😀😀😀😀😀', true],
    ['six of them', '😀😀😀😀😀😀', false],
    ['nothing', '', true],
    ['U+0000', 'a\u0000', false],
    ['half a pair', '\ud83d', false],
    ['the halves the wrong way round', '\ude00\ud83d', false],
    ['a number', 7, false],
    ['null', null, false],
  ])('%s', (_, value, fits) => {
    expect(accepts(text, value)).toBe(fits);
  });

  test('comes out as it went in, and only what UTF-8 keeps comes through', () => {
    const any = storableText(1_000);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (value) => {
        const parsed = any.safeParse(value);
        const kept = new TextDecoder().decode(new TextEncoder().encode(value)) === value;
        const storable = kept && !value.includes('\u0000');
        expect(parsed.success).toBe(storable);
        if (parsed.success) expect(parsed.data).toBe(value);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is counted in code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (value) => {
        expect(characterCount(value)).toBe(Array.from(value).length);
      }),
    );
  });
});

describe('a name', () => {
  test.each([
    ['  Ada  ', 'Ada'],
    ['\u00a0Łódź\u3000', 'Łódź'],
    ['שלום', 'שלום'],
    ["O'Neil <b>", "O'Neil <b>"],
  ])('%s is kept without the space around it', (given, kept) => {
    expect(nameText(20).parse(given)).toBe(kept);
  });

  test.each(['', '   ', 'two\nlines', 'tab\there', 'bell\u0007', '\u0000', 'x'.repeat(21)])(
    '%j is refused',
    (given) => {
      expect(accepts(nameText(20), given)).toBe(false);
    },
  );
});

test('a message may be white space around words, but not white space alone', () => {
  expect(messageBody.parse('  \n hi \n')).toBe('  \n hi \n');
  for (const blank of ['', ' ', '\n\t\r', '\u00a0\u2003\u3000\ufeff'])
    expect(accepts(messageBody, blank)).toBe(false);
});

test('a topic may be empty, and has 500 characters at most', () => {
  expect(topic.parse('  ')).toBe('');
  expect(accepts(topic, '𝄞'.repeat(500))).toBe(true);
  expect(accepts(topic, '𝄞'.repeat(501))).toBe(false);
  expect(accepts(conversationName, 'x'.repeat(81))).toBe(false);
});

test.each([
  ['👍', true],
  ['👩🏽‍🚀', true],
  ['🏴󠁧󠁢󠁳󠁣󠁴󠁿', true],
  ['👍👍', false],
  ['a', false],
  ['', false],
  ['👍 ', false],
])('%s as a reaction: %s', (value, fits) => {
  expect(accepts(emoji, value)).toBe(fits);
});

test.each([
  ['Ada@Example.TEST ', 'ada@example.test'],
  [' a.b+c@mail.example.test', 'a.b+c@mail.example.test'],
])('the address %s is kept as %s', (given, kept) => {
  expect(email.parse(given)).toBe(kept);
});

test.each([
  '',
  'ada',
  '@example.test',
  'ada@',
  'a b@example.test',
  'ada@example',
  `${'x'.repeat(250)}@example.test`,
  7,
])('the address %j is refused', (given) => {
  expect(accepts(email, given)).toBe(false);
});

test('a password has 10 to 256 characters, of any kind', () => {
  expect(accepts(password, 'ten chars!')).toBe(true);
  expect(accepts(password, '    ünïcödé   ')).toBe(true);
  for (const refused of ['nine char', 'x'.repeat(257), 'with\u0000inside it'])
    expect(accepts(password, refused)).toBe(false);
});

test('ids are UUIDs in lower case, whatever the case they come in', () => {
  expect(conversationId.parse('019A0000-0000-7000-8000-00000000ABCD')).toBe(
    '019a0000-0000-7000-8000-00000000abcd',
  );
  for (const refused of ['', '1', '019a0000-0000-7000-8000-00000000abc', "' OR 1=1 --", null])
    expect(accepts(conversationId, refused)).toBe(false);
});
