import { expect, test } from 'vitest';
import { limits } from '#contract/limits.ts';
import { isLong } from './length.ts';
import { parseBody } from './parse.ts';
import { plainTextOf } from './plain-text.ts';

// Whatever reads what people wrote runs in linear time. These are texts of which readers of Markdown are known to make
// far more, each as long as a message may be.

const fill = (part: string, length: number) => part.repeat(Math.ceil(length / part.length)).slice(0, length);
const growing = (part: (index: number) => string, length: number) => {
  let text = '';
  for (let index = 1; text.length < length; index += 1) text += part(index);
  return text.slice(0, length);
};
const around = (open: string, close: string, length: number) => {
  const times = Math.floor(length / (open.length + close.length));
  return `${open.repeat(times)}x${close.repeat(times)}`;
};

const repeated = [
  ...[
    '[',
    '[a](',
    '[a](<b',
    '![[[',
    '[a](b "',
    '[](',
    '](',
    '[\\]',
    '[^a]',
    '[![',
    '![a](b)',
    '[a]',
    '[*a',
    '*a[b_',
  ],
  ...[
    '*',
    '_',
    '*a ',
    '_a ',
    'a_b ',
    'a*',
    '*a **a ',
    'a**b*c',
    '***a* ',
    '*a_b',
    'a**b c* ',
    '**漢字「',
    '😀*',
  ],
  ...['~', '~a ~~b ', 'a~b~~c', '`', '`a ``b ', '\\', '\\*', '&', '&amp;&#123;&x', '&a;'],
  ...['<', '<a ', '<a b="', '<!--a', '<?a', '<!A ', '<![CDATA[', '<http:', '<a@b', '</'],
  ...[
    'http://',
    'http://a',
    'http://a ',
    'https://a.b.',
    'http://a)',
    'www.a.',
    'a@b.',
    'a@b.cd ',
    '@',
    'a@',
    'www.a',
    'www.',
    'www.a ',
    'www.a(',
    '://',
    'h',
    'http:/ ',
  ],
  ...[
    '>',
    '> ',
    '>\t',
    '>a\n',
    `${'> '.repeat(50)}a\n`,
    '- ',
    '- a\n',
    '- a\n\n',
    '1. ',
    '* ',
    '+ a\n\n  b\n',
    '- [ ] ',
  ],
  ...['|', '|a', 'a|b\n', 'a\n-|-\n', '|a|b|\n|-|-|\n', '-|', '|\n', '|-\n', ':-:|'],
  ...[
    '[a]: x\n',
    '[a]:\n',
    '[a]: x "',
    '# ',
    '#',
    'a\n=\n',
    'a\n-\n',
    'a\n',
    'a  \n',
    '\n',
    '\t',
    ' ',
    ' \n',
  ],
  ...[
    '```\n',
    '```a`\n',
    '~~~\na\n',
    '~~~~',
    '    a\n\n',
    '---\n',
    '_ ',
    ' *',
    '\u0000',
    '\u202e',
    'e\u0301',
    '1',
    '1.',
  ],
];

const built: Record<string, (length: number) => string> = {
  'brackets in brackets': (length) => around('[', ']', length),
  'links in links': (length) => around('[', '](b)', length),
  'images in images': (length) => around('![', '](b)', length),
  'bold in bold': (length) => around('**a ', 'b**', length),
  'slanted in slanted': (length) => around('*a ', 'b*', length),
  'bold in slanted': (length) => around('*_a ', 'b_*', length),
  'brackets in an address': (length) => `http://a${fill('(', length / 2)}${fill(')', length / 2)}`,
  'an address that ends in signs': (length) => `http://a${fill('.)', length)}`,
  'runs of ever more backticks': (length) => growing((index) => `e${'`'.repeat(index)}`, length),
  'quotes that grow deeper': (length) => growing((index) => `${'>'.repeat(index)}a\n`, length),
  'an address of mail without an end': (length) => `a@${fill('b.', length)}`,
  'an address of mail without a beginning': (length) => `${fill('a.', length)}@b.cd`,
  'a bare address that ends in signs': (length) => `www.a${fill('.)', length)}`,
  'a list that grows deeper': (length) => growing((index) => `${' '.repeat(2 * index)}- a\n`, length),
  'definitions of links': (length) => growing((index) => `[${index}]: x\n`, length),
  'a definition and its uses': (length) => `[a]: /${fill('b', length / 2)}\n\n${fill('[a]', length / 2)}`,
  'a title of many lines': (length) => `[a]: x "${fill('b\n', length)}`,
  'a deep list and empty lines': (length) => `${fill('- ', length / 2)}a${fill('\n', length / 2)}`,
  'a deep list that goes on': (length) => `${fill('- ', length / 2)}a\n${fill('b\n', length / 2)}`,
  'a deep quote that goes on': (length) => `${fill('>', length / 2)}a\n${fill('b\n', length / 2)}`,
  'a table of columns': (length) => `${fill('|a', length / 2)}|\n${fill('|-', length / 2)}|`,
  'a table of rows': (length) => `|a|b|\n|-|-|\n${fill('|c\n', length)}`,
  'a table that is wide and long': (length) =>
    `${fill('|a', length / 4)}|\n${fill('|-', length / 4)}|\n${fill('|\n', length / 2)}`,
  'spaces in a line': (length) => `a${fill(' ', length)}b`,
  'the end of a heading': (length) => `# a${fill(' #', length)}b`,
  'closed, then opened': (length) => fill('a* ', length / 2) + fill(' *b', length / 2),
};

const texts: [name: string, make: (length: number) => string][] = [
  ...repeated.map((part): [string, (length: number) => string] => [
    JSON.stringify(part.slice(0, 12)),
    (length) => fill(part, length),
  ]),
  ...Object.entries(built),
];

/** The least work of some that reading took, in ms of this thread's own processor time: whatever else runs is not counted. */
function workOf(text: string, times: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < times; index += 1) {
    const start = process.threadCpuUsage();
    parseBody(text);
    const { user, system } = process.threadCpuUsage(start);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

/** As much as a message can hold: so many characters, of two UTF-16 units each where they are beyond the BMP. */
const longest = limits.messageBody;

test.each(texts)('%s is read, and shown', (_, make) => {
  const text = make(longest).slice(0, longest);
  const blocks = parseBody(text);
  isLong(blocks);
  if (text.trim() !== '') expect(plainTextOf(blocks).length + blocks.length).toBeGreaterThan(0);
});

test('the work grows as the text does, far beyond the longest message', () => {
  // Eight times the text: quadratic work is 64 times as much. What takes no time at all is not judged by it.
  const grows = (make: (length: number) => string, times: number) =>
    workOf(make(8 * longest), times) > 40 * Math.max(workOf(make(longest), times), 4);
  // Once is enough for those that are fast even then.
  const found = texts.filter(([, make]) => grows(make, 1) && grows(make, 3));
  expect(found.map(([name]) => name)).toEqual([]);
}, 120_000);
