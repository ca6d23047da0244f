import { expect, test } from 'vitest';
import { parseBody } from './parse.ts';
import { plainTextOf } from './plain-text.ts';
import type { Block, Inline } from './tree.ts';

/** A short form of what was read: one sign for each kind of piece. */
function short(blocks: readonly Block[]): string {
  return blocks.map(shortBlock).join(' ');
}

function shortBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `p(${line(block.of)})`;
    case 'plain':
      return `plain(${line(block.of)})`;
    case 'heading':
      return `h${block.level}(${line(block.of)})`;
    case 'quote':
      return `quote(${short(block.of)})`;
    case 'list': {
      const signs = { null: '', true: '[x]', false: '[ ]' };
      const items = block.of.map(({ checked, of }) => `item${signs[`${checked}`]}(${short(of)})`);
      return `list${block.start ?? ''}(${items.join(' ')})`;
    }
    case 'code':
      return `code:${block.language ?? ''}(${block.text})`;
    case 'table': {
      const rows = [block.head, ...block.rows].map((row) => row.map(line).join('|'));
      return `table:${block.columns.join()}(${rows.join(' / ')})`;
    }
    case 'rule':
      return 'rule';
  }
}

function line(of: readonly Inline[]): string {
  return of
    .map((inline) => {
      if (typeof inline === 'string') return inline;
      if (inline.kind === 'break') return '⏎';
      if (inline.kind === 'code') return `code(${inline.text})`;
      if (inline.kind === 'link') return `link:${inline.href}(${line(inline.of)})`;
      return `${inline.kind}(${line(inline.of)})`;
    })
    .join('');
}

test.each([
  // Words
  ['**bold** __bold__', 'p(strong(bold) strong(bold))'],
  ['*slanted* _slanted_', 'p(emphasis(slanted) emphasis(slanted))'],
  ['~~gone~~', 'p(strike(gone))'],
  ['***both***', 'p(emphasis(strong(both)))'],
  ['`code` ``a`b``', 'p(code(code) code(a`b))'],
  ['snake_case_name 2*3*4 a * b', 'p(snake_case_name 2emphasis(3)4 a * b)'],
  ['\\*not slanted\\*', 'p(*not slanted*)'],
  ['**open', 'p(**open)'],
  ['one\ntwo\r\nthree', 'p(one⏎two⏎three)'],
  ['one\n\n\ntwo', 'p(one) p(two)'],
  // Blocks
  ['# One\n## Two\n#hash', 'h1(One) h2(Two) p(#hash)'],
  ['> quoted\n> more\n\nafter', 'quote(p(quoted⏎more)) p(after)'],
  ['- a\n- b\n  - c', 'list(item(p(a)) item(p(b) list(item(p(c)))))'],
  ['3. a\n4. b', 'list3(item(p(a)) item(p(b)))'],
  ['- [ ] open\n- [x] done\n- [y] none', 'list(item[ ](p(open)) item[x](p(done)) item(p([y] none)))'],
  ['```TS title\nconst a = 1;\n\n  b\n```', 'code:ts(const a = 1;\n\n  b)'],
  ['```\nnever closed', 'code:(never closed)'],
  ['    indented', 'code:(indented)'],
  ['---', 'rule'],
  ['|a|b|\n|:-:|--:|\n|1|**2**|\n|3|', 'table:center,end(a|b / 1|strong(2) / 3|)'],
  // Links
  [
    '[label](https://a.example "title") <https://b.example>',
    'p(link:https://a.example/(label) link:https://b.example/(https://b.example))',
  ],
  ['see https://a.example/x_y_z*.', 'p(see link:https://a.example/x_y_z(https://a.example/x_y_z)*.)'],
  ['**https://a.example**', 'p(strong(link:https://a.example/(https://a.example)))'],
  ['xhttp://a.example http://', 'p(xhttp://a.example http://)'],
  ['`https://a.example`', 'p(code(https://a.example))'],
  ['<ada@example.com>', 'p(link:mailto:ada@example.com(ada@example.com))'],
  ['![a cat](https://a.example/cat.png)', 'p(link:https://a.example/cat.png(a cat))'],
  ['[see https://x](https://x)', 'p(link:https://x/(see https://x (https://x/)))'],
  // What is no formatting here
  ['<b>x</b> <!-- y --> &amp; &#65;', 'p(<b>x</b> <!-- y --> &amp; &#65;)'],
  ['<script>alert(1)</script>', 'p(<script>alert(1)</script>)'],
  ['[note]: https://a.example', 'p([note]: link:https://a.example/(https://a.example))'],
  ['@ada #general :tada:', 'p(@ada #general :tada:)'],
])('%j is %s', (body, expected) => {
  expect(short(parseBody(body))).toBe(expected);
});

test.each(['>', '- ', '#', '```', '```\n```', '1.', '- > '])(
  '%j, which would show nothing, is shown as it is',
  (body) => {
    expect(short(parseBody(body))).toBe(`plain(${body})`);
  },
);

test.each([
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:x) [x](file:///etc/passwd) [x](blob:x)',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '[x](/c/relative) [x](//a.example) [x](#here) [x]()',
])('%s leads nowhere', (body) => {
  expect(short(parseBody(body))).not.toContain('link:');
});

test('a label that names an address never names another than the one that opens', () => {
  const shown = (body: string) => plainTextOf(parseBody(body));
  expect(shown('[https://bank.com](https://evil.example)')).toBe('https://evil.example/');
  expect(shown('[www.bank.com](https://evil.example)')).toBe('https://evil.example/');
  expect(shown('[go to https://bank.com](https://evil.example)')).toContain('https://evil.example/');
  expect(shown('[https://bank.com](https://bank.com)')).toBe('https://bank.com');
});

test('nesting has an end, and what goes beyond it is shown as it was written', () => {
  const nested = (depth: number) => `${'> '.repeat(depth)}deep`;
  expect(short(parseBody(nested(16)))).toMatch(/^quote\(/);
  for (const body of [
    nested(17),
    nested(200),
    `${'- '.repeat(100)}deep`,
    `${'*a '.repeat(40)}x${' b*'.repeat(40)}`,
  ])
    expect(plainTextOf(parseBody(body))).toBe(body);
});

test('a message of very many pieces is shown as it was written', () => {
  const stars = '*a* '.repeat(1_500);
  expect(short(parseBody(stars))).toBe(`plain(${stars})`);
  const table = `|a${'|a'.repeat(60)}|\n|${'-|'.repeat(61)}\n${'|\n'.repeat(500)}`;
  expect(short(parseBody(table))).toMatch(/^plain\(/);
});

test.each([
  ['**Hi** _you_, see [the plan](https://a.example)', 'Hi you, see the plan'],
  ['# Title\n\n- one\n- [x] two\n\n1. three', 'Title\n• one\n☑ two\n1. three'],
  ['> quoted\n\n```js\nlet a;\n```', 'quoted\nlet a;'],
  ['|a|b|\n|-|-|\n|1|2|', 'a, b\n1, 2'],
  ['one\ntwo', 'one\ntwo'],
])('in plain words %j says %j', (body, expected) => {
  expect(plainTextOf(parseBody(body))).toBe(expected);
});
