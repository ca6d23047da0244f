import { describe, expect, it } from 'vitest';
import { sources } from './sources.ts';
import { closedWordBefore, wordBefore } from './word.ts';

const at = (marked: string) => {
  const caret = marked.indexOf('|');
  return wordBefore(marked.replace('|', ''), caret, ':@#');
};

describe('the word before the caret', () => {
  it.each([
    [':sm|', 'sm'],
    ['hello :sm|ile', 'sm'],
    ['(:sm|', 'sm'],
    ['line\n:sm|', 'sm'],
    ['@ada|', 'ada'],
    ['see #plans-for|', 'plans-for'],
    [':|', ''],
  ])('%j is one', (marked, query) => {
    expect(at(marked)?.query).toBe(query);
  });

  it.each(['10:30|', 'https://example|', 'a@b|', 'x#1|', ':smile |', '::sm|', 'plain|', '|:sm', '`:sm|', ''])(
    '%j is none',
    (marked) => {
      expect(at(marked)).toBeNull();
    },
  );

  it('says where it stands', () => {
    expect(at('hello :sm|ile')).toEqual({ trigger: ':', from: 6, to: 9, query: 'sm' });
  });

  it('is looked for in a few letters, however long the text is', () => {
    expect(wordBefore(`:${'a'.repeat(60)}`, 61, ':')).not.toBeNull();
    expect(wordBefore(`:${'a'.repeat(70)}`, 71, ':')).toBeNull();
  });
});

describe('a word that its trigger ends', () => {
  it.each([
    [':tada:', 'tada'],
    ['well, :+1:', '+1'],
  ])('%j', (text, query) => {
    expect(closedWordBefore(text, text.length, ':')).toMatchObject({ query, to: text.length });
  });

  it.each(['::', 'a:b:', ':two words:', '10:30:', ':tada', 'tada:'])('not %j', (text) => {
    expect(closedWordBefore(text, text.length, ':')).toBeNull();
  });
});

it.each([
  ['sm', true],
  ['+1', true],
  ['e-mail', true],
  ['D', false],
  [')', false],
  ['-)', false],
  ['30', false],
  ['', false],
])('the list of emoji opens for %j: %s', (query, opens) => {
  expect(sources.find(({ trigger }) => trigger === ':')?.opensFor(query)).toBe(opens);
});
