import { expect, test } from 'vitest';
import { characterCount } from '#contract/characters.ts';
import { limits } from '#contract/limits.ts';
import { readMentionWords } from '#contract/mention-words.ts';
import { forwardText } from './forward-text.ts';

const source = 'Ada in #general';
const link = 'https://chat.example/c/1?message=2';
const end = `>\n> — [Ada in #\u2060general](${link})`;

test('a message is passed on as a quote that says where it comes from, after what is said to it', () => {
  const body = 'one\n\n- two\n  three';
  expect(forwardText('look', { body, source, link })).toBe(`look\n\n> one\n>\n> - two\n>   three\n${end}`);
  expect(forwardText('  ', { body: 'one', source, link })).toBe(`> one\n${end}`);
});

test('nobody is mentioned again, and code stays as it is', () => {
  const body = 'ask @ben or @channel in #plans, not me@example.org\n```\n@Override\n```\nand `@cy`';
  const text = forwardText('for @dee', { body, source, link });
  expect(readMentionWords(text)).toEqual(['@dee']);
  expect(text).toContain('\n> @Override\n');
  expect(text).toContain('`@cy`');
  expect(text).toContain('me@example.org');
  expect(text.replaceAll('\u2060', '')).toContain('ask @ben or @channel in #plans');
});

test('code that is left open ends before what follows', () => {
  expect(forwardText('', { body: '~~~~js\nlet a', source, link })).toBe(`> ~~~~js\n> let a\n> ~~~~\n${end}`);
});

test('signs of formatting in a name are signs', () => {
  const text = forwardText('', { body: 'one', source: '[x](y) *Ada* @ben', link });
  expect(text).toContain('[\\[x\\](y) \\*Ada\\* @\u2060ben]');
});

test.each([
  ['one line', 'x'.repeat(limits.messageBody)],
  ['many lines', 'x\n'.repeat(limits.messageBody / 2)],
  ['mentions', '@a '.repeat(2_600)],
  ['code', `\`\`\`\n${'𝄞\n'.repeat(3_990)}`],
])('what is too long is left out of the quote, never of the comment: %s', (_, body) => {
  const comment = 'c'.repeat(5_000);
  const text = forwardText(comment, { body, source, link });
  expect(characterCount(text)).toBeLessThanOrEqual(limits.messageBody);
  expect(characterCount(text)).toBeGreaterThan(limits.messageBody - 20);
  expect(text.startsWith(`${comment}\n\n> `)).toBe(true);
  expect(text).toContain('…');
  expect(text.endsWith(end)).toBe(true);
});
