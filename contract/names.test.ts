import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversationName, topic } from './conversations.ts';
import { userName } from './users.ts';
import { workspacePatch } from './workspace.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

/** Every kind of name: the rules are the same for all of them. */
const kinds = [
  ['a user', userName],
  ['a channel', conversationName],
  ['the workspace', workspacePatch.shape.name],
] as const;

describe.each(kinds)('the name of %s', (_, name) => {
  test.each([
    ['spaces around it', '  Ada  ', 'Ada'],
    ['spaces inside it', 'Ada \u00a0\u3000  King', 'Ada King'],
    ['a letter and its accent apart', 'Ame\u0301lie', 'Am\u00e9lie'],
    ['Hebrew', 'שלום', 'שלום'],
    ['Arabic and Latin', 'ليلى Haddad 7', 'ليلى Haddad 7'],
    ['Persian with a non-joiner', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['Hindi with a joiner', 'क्\u200dष', 'क्\u200dष'],
    ['Thai with two marks on a letter', 'ที่', 'ที่'],
    ['a rocket', 'Ada 👩🏽‍🚀', 'Ada 👩🏽‍🚀'],
    ['a heart', '❤️ design', '❤️ design'],
    ['a flag of tags', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['a keycap', 'team 1️⃣', 'team 1️⃣'],
    ['a Han character of a certain shape', '葛\u{e0100}城', '葛\u{e0100}城'],
    ['markup', "O'Neil <b>", "O'Neil <b>"],
  ])('may have %s', (_kind, given, kept) => {
    expect(name?.parse(given)).toBe(kept);
  });

  test.each([
    ['nothing', ''],
    ['spaces', ' \u00a0\u3000 '],
    ['a zero-width space', '\u200b'],
    ['a soft hyphen', '\u00ad'],
    ['a Hangul filler', '\u3164'],
    ['half-width and choseong fillers', '\uffa0\u115f\u1160'],
    ['braille blanks', '\u2800\u2800'],
    ['tags', '\u{e0061}\u{e0062}'],
    ['a variation selector', '\ufe0f'],
    ['a joiner', '\u200d'],
    ['a mark without a letter', '\u0301'],
    ['an object replacement', '\ufffc'],
  ])('is not %s alone', (_kind, given) => {
    expect(accepts(name, given)).toBe(false);
  });

  test.each([
    ['a line break', 'two\nlines'],
    ['a tab', 'tab\there'],
    ['a control', 'bell\u0007'],
    ['a C1 control', 'next\u0085line'],
    ['a line separator', 'two\u2028lines'],
    ['a paragraph separator', 'two\u2029paragraphs'],
    ['a right-to-left override', 'Ada\u202egnp'],
    ['an embedding', '\u202aAda\u202c'],
    ['an isolate', '\u2066Ada\u2069'],
    ['a direction mark', 'Ada\u200f'],
    ['an Arabic letter mark', 'Ada\u061c'],
    ['a zero-width space', 'gen\u200beral'],
    ['a word joiner', 'gen\u2060eral'],
    ['a byte order mark', 'gen\ufefferal'],
    ['a soft hyphen', 'gen\u00aderal'],
    ['a joiner between Latin letters', 'gen\u200deral'],
    ['a non-joiner between Latin letters', 'gen\u200ceral'],
    ['a grapheme joiner', 'gen\u034feral'],
    ['a variation selector after a letter', 'general\ufe0f'],
    ['a tag', 'general\u{e0061}'],
    ['a flag with words hidden in its tags', '🏴\u{e0068}\u{e0069}\u{e007f}'],
    ['a Hangul filler', 'gen\u3164eral'],
    ['a braille blank', 'gen\u2800eral'],
    ['an annotation', 'a\ufff9b\ufffb'],
    ['private use', 'Ada \ue000'],
    ['a noncharacter', 'Ada\uffff'],
    ['half a pair', 'Ada\ud83d'],
    ['U+0000', 'Ada\u0000'],
    ['five marks on a letter', `Ad${'\u0336'.repeat(5)}a`],
    ['a mark on a space', 'Ada \u0301'],
  ])('has no %s', (_kind, given) => {
    expect(accepts(name, given)).toBe(false);
  });

  test('is counted after it was tidied', () => {
    expect(accepts(name, `${'e\u0301'.repeat(80)}`)).toBe(true);
    expect(accepts(name, 'é'.repeat(81))).toBe(false);
    expect(accepts(name, `a${' '.repeat(200)}b`)).toBe(true);
    expect(accepts(name, 7)).toBe(false);
  });
});

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ...['a', 'é', ' ', '\u00a0', '\u0301', '\u200d', '\u200c', '\ufe0f', '👩', '🚀', '\u202e', '\u2066'],
        ...[
          '\u3164',
          '\u2800',
          'ل',
          'क',
          '\u094d',
          '\u{e0061}',
          '\u{e0100}',
          '葛',
          '1',
          '\u20e3',
          '\n',
          '🏽',
        ],
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join('')),
);

test('what is taken as a name is one visible line that reads one way, and is taken as it is again', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const parsed = userName.safeParse(given);
      if (!parsed.success) {
        expect(parsed.error.issues).toHaveLength(1);
        return;
      }
      const name = parsed.data;
      expect(userName.parse(name)).toBe(name);
      expect(name).toBe(name.normalize('NFC'));
      expect(name).toMatch(/[\p{L}\p{N}\p{P}\p{S}]/u);
      expect(name).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Co}\p{Cn}\p{Cs}]/u);
      expect(name).not.toMatch(/\s\s|^\s|\s$|\p{M}{5}/u);
    }),
    { numRuns: 5_000 },
  );
});

test('a refusal says what is wrong', () => {
  const words = (given: string) => userName.safeParse(given).error?.issues.map(({ message }) => message);
  expect(words('  ')).toEqual(['This cannot be empty']);
  expect(words('a\nb')).toEqual(['This must be one line of plain text']);
  expect(words('Ada\u202e')).toEqual(['This contains a character that turns the direction of the text']);
  expect(words('Ada\u200b')).toEqual(['This contains a character that cannot be seen']);
  expect(words(`a${'\u0336'.repeat(6)}`)).toEqual(['This has too many marks on one letter']);
});

describe('a topic', () => {
  test.each([
    ['', ''],
    ['  Plans,\n and more ', 'Plans,\n and more'],
    ['Cafe\u0301', 'Café'],
    ['read \u2067שלום\u2069 first', 'read \u2067שלום\u2069 first'],
    ['with\u200f a mark', 'with\u200f a mark'],
  ])('%j is kept as %j', (given, kept) => {
    expect(topic.parse(given)).toBe(kept);
  });

  test.each([
    'bell\u0007',
    'two\u2028lines',
    'all \u202edrawkcab',
    'embedded \u202aleft',
    'open \u2067isolate',
    'closed\u2069 before it opens',
    'open \u2067 in one line\nclosed in\u2069 another',
    `marks${'\u0336'.repeat(9)}`,
    'private \ue000',
  ])('%j is refused', (given) => {
    expect(accepts(topic, given)).toBe(false);
  });
});

test('whatever is sent, a name is read in time that grows with its length at most', () => {
  const worst = ['\u0301', '👩\u200d', ' ', '\u2067', '\u{1f3f4}\u{e0067}', 'क्\u200d', '1\ufe0f'];
  for (const unit of worst) {
    const text = unit.repeat(60_000 / unit.length);
    expect(accepts(userName, text)).toBe(false);
    expect(accepts(topic, text)).toBe(false);
  }
});
