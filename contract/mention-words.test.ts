import { describe, expect, test } from 'vitest';
import { channelWord } from './channel-word.ts';
import { userId } from './ids.ts';
import { limits } from './limits.ts';
import { findMentionWords, isMentioned, readMentionWords } from './mention-words.ts';

describe('the words of a message', () => {
  test.each<[string, string[]]>([
    ['@ada', ['@ada']],
    ['hello @Ada.Lovelace, and @bo.', ['@Ada.Lovelace', '@bo']],
    ['(@ada) **@bo** "@cy"', ['@ada', '@bo', '@cy']],
    ['see #general and #release-notes.', ['#general', '#release-notes']],
    ['#ops’s plan; #r&d', ['#ops', '#r&d']],
    ['@ada @ada #x #x', ['@ada', '#x']],
    ['@channel! @here?', ['@channel', '@here']],
    ['@ada-', ['@ada']],
    ['@марія and #お知らせ、', ['@марія', '#お知らせ']],
    ['#👩‍🚀-crew', ['#👩‍🚀-crew']],
    ['ada@example.com', []],
    ['https://example.com/@ada/#top and page#part', []],
    ['@@ada ##x @#y', []],
    ['a @ b # c', []],
    ['# A heading', []],
    [`@${'a'.repeat(limits.handle)}`, [`@${'a'.repeat(limits.handle)}`]],
    [`@${'a'.repeat(limits.handle + 1)}`, []],
  ])('%j are %j', (body, expected) => {
    expect(readMentionWords(body)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['`@ada` and @bo', ['@bo']],
    ['``@ada ` @bo`` @cy', ['@cy']],
    ['` @ada', ['@ada']],
    ['a ` b\n\n@ada ` c', ['@ada']],
    ['``` @ada\n@bo\n```\n@cy', ['@cy']],
    ['~~~\n@ada\n```\n@bo\n~~~~\n@cy', ['@cy']],
    ['> ```\n> @ada\n> ```\n@bo', ['@bo']],
    ['```\n@ada', []],
    ['```@ada```', []],
  ])('are none in code: %j gives %j', (body, expected) => {
    expect(readMentionWords(body)).toEqual(expected);
  });

  test('are so many and no more', () => {
    const body = Array.from({ length: 200 }, (_, index) => `@user${index}`).join(' ');
    expect(readMentionWords(body)).toHaveLength(limits.mentions);
  });

  test('are found where they stand', () => {
    expect(findMentionWords('to @ada, #x')).toEqual([
      { text: '@ada', start: 3 },
      { text: '#x', start: 9 },
    ]);
  });

  // Of a text twenty times as long it takes some twenty times as long: a square of it would be four hundred.
  test.each<[string, (length: number) => string]>([
    ['signs', (length) => '@'.repeat(length)],
    ['words', (length) => '@a '.repeat(length / 3)],
    ['one long word', (length) => `@a${'.'.repeat(length)}`],
    ['long words that end nowhere', (length) => `#a${'.-'.repeat(length / 2)}`],
    ['runs of backticks', (length) => '` '.repeat(length / 2)],
    ['runs of growing length', (length) => growing(length)],
    ['fences', (length) => '```\n'.repeat(length / 4)],
    ['spaces', (length) => `@a${' '.repeat(length)}\n`],
    ['quotes', (length) => '> '.repeat(length / 2)],
    ['backticks before nothing', (length) => `@a ${'`'.repeat(length)}x`],
  ])('are read in linear time: %s', (_, make) => {
    const [short, long] = [10_000, 200_000].map((length) => {
      const body = make(length);
      const times = Array.from({ length: 3 }, () => {
        const begin = process.cpuUsage().user;
        readMentionWords(body);
        findMentionWords(body);
        return process.cpuUsage().user - begin;
      });
      return Math.min(...times);
    });
    // In microseconds; the least of several, and with room for a machine that does other things.
    expect(long).toBeLessThan(100 * Math.max(short ?? 0, 2_000));
  });
});

function growing(length: number): string {
  let body = '';
  for (let run = 1; body.length < length; run += 1) body += `${'`'.repeat(run)} `;
  return body;
}

test('a channel is written as one word, or not at all', () => {
  expect(channelWord('release notes')).toBe('#release-notes');
  expect(channelWord('r&d')).toBe('#r&d');
  expect(channelWord('what? (old)')).toBeNull();
  expect(channelWord('x'.repeat(limits.conversationName))).toBe(`#${'x'.repeat(limits.conversationName)}`);
});

describe('who is mentioned', () => {
  const [ada, bo, cy] = ['a', 'b', 'c'].map((digit) =>
    userId.parse(`019a0000-0000-7000-8000-00000000000${digit}`),
  );
  if (!(ada && bo && cy)) throw new Error('Nobody is there');
  const by = (authorId: string, ...mentions: Parameters<typeof isMentioned>[0]['mentions']) => ({
    authorId,
    mentions,
  });

  test('is named, or one of all, and never the author', () => {
    expect(isMentioned(by(ada, { text: '@bo', userId: bo }), bo)).toBe(true);
    expect(isMentioned(by(ada, { text: '@bo', userId: bo }), cy)).toBe(false);
    expect(isMentioned(by(ada, { text: '@channel', everyone: 'channel' }), bo)).toBe(true);
    expect(isMentioned(by(ada, { text: '@here', everyone: 'here', userIds: [bo] }), bo)).toBe(true);
    expect(isMentioned(by(ada, { text: '@here', everyone: 'here', userIds: [bo] }), cy)).toBe(false);
    expect(isMentioned(by(ada, { text: '@here', everyone: 'here', userIds: null }), cy)).toBe(true);
    expect(isMentioned(by(ada, { text: '@ada', userId: ada }), ada)).toBe(false);
    expect(isMentioned(by(ada), bo)).toBe(false);
  });
});
