import { expect, test } from 'vitest';
import { characterCount } from '#contract/characters.ts';
import { limits } from '#contract/limits.ts';
import { readMentionWords } from '#contract/mention-words.ts';
import { bodyOfSlackPayload } from './slack-message.ts';

const text = (mrkdwn: string) => bodyOfSlackPayload({ text: mrkdwn });

test.each([
  ['Deployed *web* to _production_ in ~3~ 2 min', 'Deployed **web** to _production_ in ~~3~~ 2 min'],
  ['2*3*4 and a * b * c', '2*3*4 and a * b * c'],
  ['*one* *two*, (*three*)', '**one** **two**, (**three**)'],
  ['see <https://example.com/a?b=c&amp;d=e|the log>', 'see [the log](<https://example.com/a?b=c&d=e>)'],
  ['see <https://example.com>', 'see https://example.com/'],
  ['<mailto:ada@example.com|Ada>', '[Ada](<mailto:ada@example.com>)'],
  ['<javascript:alert(1)|here>', 'here'],
  ['<https://example.com|[x](javascript:y)>', '[\\[x\\](javascript:y)](<https://example.com/>)'],
  ['hello <@U024BE7LH> and <@W1|bo>', 'hello `@U024BE7LH` and `bo`'],
  ['in <#C024BE7LR|general>', 'in `#general`'],
  ['<!here> <!channel> <!everyone>', '@here @channel @channel'],
  ['<!date^1392734382^{date}|February 18>', 'February 18'],
  ['<!subteam^S1|@admins>', '@admins'],
  ['@ada, @Channel. @here-s and ada@channel', '@ada, @\u2060Channel. @\u2060here-s and ada@channel'],
  ['@channels @hereby', '@channels @hereby'],
  ['``@channel` \uE000here', '``@\u2060channel` here'],
  ['`@here/name` of <!here>', '`@here/name` of @here'],
  ['1 &lt; 2 &amp;&amp; 3 &gt; 2', '1 < 2 && 3 > 2'],
  ['`*code* <https://a.example|x>`', '`*code* x`'],
  ['```\n*not bold*\n```', '```\n*not bold*\n```'],
  ['# no heading\n[no link](https://a.example)', '\\# no heading\n\\[no link\\](https://a.example)'],
  ['> quoted', '> quoted'],
  ['C:\\temp', 'C:\\\\temp'],
])('%j says %j', (mrkdwn, markdown) => {
  expect(text(mrkdwn)).toBe(markdown);
});

test('blocks are what is shown, and the text where there are none', () => {
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: 'Build *42*' } },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: '*Failed* on <https://ci.example/1|main>' },
      fields: [{ type: 'mrkdwn', text: '*Branch:* main' }],
    },
    { type: 'divider' },
    {
      type: 'context',
      elements: [
        { type: 'mrkdwn', text: 'by bot' },
        { type: 'image', image_url: 'https://a.example/i.png', alt_text: 'face' },
      ],
    },
    {
      type: 'actions',
      elements: [
        { type: 'button', text: { type: 'plain_text', text: 'Open' }, url: 'https://ci.example' },
        { type: 'button', text: { type: 'plain_text', text: 'Nothing' } },
      ],
    },
    { type: 'image', image_url: 'https://a.example/chart.png', alt_text: 'A chart' },
    { type: 'input', label: 'unknown' },
  ];
  expect(bodyOfSlackPayload({ text: 'fallback', blocks })).toBe(
    [
      '**Build \\*42\\***',
      '**Failed** on [main](<https://ci.example/1>)\n**Branch:** main',
      '---',
      'by bot · [face](<https://a.example/i.png>)',
      '[Open](<https://ci.example/>)',
      '[A chart](<https://a.example/chart.png>)',
    ].join('\n\n'),
  );
  expect(bodyOfSlackPayload({ text: 'fallback', blocks: [{ type: 'input' }] })).toBe('fallback');
});

test('rich text keeps its styles, lists, quotes and code', () => {
  const say = (words: string, style?: object) => ({ type: 'text', text: words, ...(style ? { style } : {}) });
  const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
  const elements = [
    section(
      say('Hi '),
      { type: 'user', user_id: 'U1' },
      say(' bold ', { bold: true }),
      say('x=1', { code: true }),
    ),
    {
      type: 'rich_text_list',
      style: 'ordered',
      elements: [section(say('one')), section(say('two', { strike: true, italic: true }))],
    },
    { type: 'rich_text_quote', elements: [say('said\nso')] },
    { type: 'rich_text_preformatted', elements: [say('a\n```b')] },
    section(
      { type: 'emoji', name: 'tada', unicode: '1f389' },
      { type: 'link', url: 'https://a.example', text: 'link' },
      { type: 'broadcast', range: 'here' },
    ),
  ];
  expect(bodyOfSlackPayload({ blocks: [{ type: 'rich_text', elements }] })).toBe(
    [
      'Hi `@U1` **bold** `x=1`',
      '1. one\n2. _~~two~~_',
      '> said\n> so',
      "```\na\n'''b\n```",
      '🎉[link](<https://a.example/>)@here',
    ].join('\n'),
  );
});

test('attachments are quoted, with their colour as a sign', () => {
  const attachment = {
    color: 'danger',
    pretext: 'Something broke',
    title: 'Error 500',
    title_link: 'https://errors.example/1',
    text: 'in *checkout*',
    fields: [{ title: 'Host', value: 'web-1', short: true }],
    footer: 'Sentry',
  };
  expect(bodyOfSlackPayload({ attachments: [attachment] })).toBe(
    'Something broke\n\n> 🔴 **[Error 500](<https://errors.example/1>)**\n> in **checkout**\n> **Host**: web-1\n> Sentry',
  );
  expect(bodyOfSlackPayload({ attachments: [{ fallback: 'only this', color: '#36a64f' }] })).toBe(
    '> 🟢 only this',
  );
});

test('everybody is called where the program says so', () => {
  expect(bodyOfSlackPayload({ text: 'for @channel', link_names: 1 })).toBe('for @channel');
  const text = { type: 'plain_text', text: '@channel <!channel>' };
  expect(bodyOfSlackPayload({ blocks: [{ type: 'section', text }] })).toBe('@\u2060channel <!channel>');
  expect(bodyOfSlackPayload({ blocks: [{ type: 'markdown', text: '@here' }] })).toBe('@\u2060here');
  const many = bodyOfSlackPayload({ text: `${'@here '.repeat(5_000)}` }) ?? '';
  expect(characterCount(many)).toBeLessThanOrEqual(limits.messageBody);
  expect(readMentionWords(many)).toEqual([]);
  // What is cut off within code is code no more.
  expect(readMentionWords(bodyOfSlackPayload({ text: `\`${'@here '.repeat(5_000)}\`` }) ?? '@here')).toEqual(
    [],
  );
});

test('whoever posts may call themselves something, safely', () => {
  expect(bodyOfSlackPayload({ text: 'up', username: 'Status *page*' })).toBe('**Status \\*page\\***\nup');
  for (const username of ['a\u202eb', ' ', 'x'.repeat(200), 7])
    expect(bodyOfSlackPayload({ text: 'up', username })).toBe('up');
});

test.each([
  {},
  { text: ' \n' },
  { text: '\u0000' },
  { text: 7 },
  { blocks: [], attachments: [] },
  { attachments: ['x', null] },
])('there is nothing in %j', (payload) => {
  expect(bodyOfSlackPayload(payload)).toBeNull();
});

test.each([null, 'text', 7, [], [{ text: 'x' }]])('%j is no payload', (payload) => {
  expect(() => bodyOfSlackPayload(payload)).toThrow();
});

test('what is too long is shortened, and says so', () => {
  const body = text('é'.repeat(30_000)) ?? '';
  expect(Array.from(body).length).toBeLessThanOrEqual(limits.messageBody);
  expect(body.endsWith('… (shortened)')).toBe(true);
});

test.each(['*', '~', '<', '`', '```', '<a|', '[', '&', ' *a', '*a\n', '\n# ', '> ', '&amp;', '<!', '*x ~y '])(
  'a hundred thousand characters of %j are read in linear time',
  (part) => {
    const hostile = part.repeat(100_000 / part.length);
    const work = () => {
      const payload = { text: hostile, attachments: [{ text: hostile, fields: [{ value: hostile }] }] };
      const blocks = [
        {
          type: 'rich_text',
          elements: [
            { type: 'rich_text_section', elements: [{ type: 'text', text: hostile, style: { bold: true } }] },
          ],
        },
      ];
      bodyOfSlackPayload(payload);
      return bodyOfSlackPayload({ blocks });
    };
    // Ten times as much may not take a hundred times as long: it would not end within the test.
    for (let times = 0; times < 5; times += 1) expect(work()).not.toBe('');
  },
);
