import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Edit, type Field, makeLink, toggleFence, toggleLines, toggleMark } from './edits.ts';
import { indent, nextLine } from './line-keys.ts';
import { codeIn, linkFrom } from './pasted.ts';

/** A text with its selection between ‹ and ›, or its caret at ‸. */
function fieldOf(written: string): Field {
  const caret = written.indexOf('‸');
  if (caret >= 0) return { text: written.replace('‸', ''), from: caret, to: caret };
  const from = written.indexOf('‹');
  const text = written.replace(/[‹›]/g, '');
  return { text, from, to: written.indexOf('›') - 1 };
}

function written(text: string, from: number, to: number): string {
  if (from === to) return `${text.slice(0, from)}‸${text.slice(from)}`;
  return `${text.slice(0, from)}‹${text.slice(from, to)}›${text.slice(to)}`;
}

function after(field: Field, edit: Edit | null): string | null {
  if (!edit) return null;
  const text = field.text.slice(0, edit.from) + edit.text + field.text.slice(edit.to);
  return written(text, ...edit.select);
}

const by = (before: string, act: (field: Field) => Edit | null) =>
  after(fieldOf(before), act(fieldOf(before)));

test.each([
  ['bold', 'a ‹word› b', 'a **‹word›** b'],
  ['bold', 'a **‹word›** b', 'a ‹word› b'],
  ['bold', 'a ‹**word**› b', 'a ‹word› b'],
  ['bold', 'a __‹word›__ b', 'a ‹word› b'],
  ['bold', 'a ‹word › b', 'a **‹word›**  b'],
  ['bold', 'a ‸ b', 'a **‸** b'],
  ['bold', 'a **‸** b', 'a ‸ b'],
  ['bold', 'a **word‸** b', 'a **word**‸ b'],
  ['bold', 'a **wo‸rd** b', 'a wo‸rd b'],
  ['bold', 'a **one ‹two› three** b', 'a one ‹two› three b'],
  ['bold', '_a **wo‸rd** b_', '_a wo‸rd b_'],
  ['italic', '***one t‸wo***', '**one t‸wo**'],
  ['bold', '***one t‸wo***', '*one t‸wo*'],
  ['code', 'a ``o`n‸e`` b', 'a o`n‸e b'],
  ['bold', '_‹word›_', '_**‹word›**_'],
  ['bold', '‹- one\n- two›', '‹- **one**\n- **two**›'],
  ['italic', '‹word›', '_‹word›_'],
  ['italic', 'un‹frigging›believable', 'un*‹frigging›*believable'],
  ['italic', '**‹word›**', '**_‹word›_**'],
  ['italic', '***‹word›***', '**‹word›**'],
  ['strike', '‹word›', '~~‹word›~~'],
  ['code', '‹word›', '`‹word›`'],
  ['code', '‹a`b›', '``‹a`b›``'],
  ['code', '‹a\nb›', '```\n‹a\nb›\n```'],
] as const)('%s: %s becomes %s', (mark, before, expected) => {
  expect(by(before, (field) => toggleMark(field, mark))).toBe(expected);
});

test.each([
  ['bulleted', 'o‸ne', '- o‸ne'],
  ['bulleted', '- o‸ne', 'o‸ne'],
  ['bulleted', '‹one\ntwo›', '‹- one\n- two›'],
  ['bulleted', '‹1. one\n2. two›', '‹- one\n- two›'],
  ['bulleted', '‹one\n\ntwo›', '‹- one\n\n- two›'],
  ['ordered', '‹- one\n- two›', '‹1. one\n2. two›'],
  ['ordered', '‹1. one\n2. two›', '‹one\ntwo›'],
  ['quote', '‹one\ntwo›', '‹> one\n> two›'],
  ['quote', '‹> one\n> two›', '‹one\ntwo›'],
  ['bulleted', '‸', '- ‸'],
] as const)('%s: %s becomes %s', (mark, before, expected) => {
  expect(by(before, (field) => toggleLines(field, mark))).toBe(expected);
});

test.each([
  ['a\n‹b\nc›\nd', 'a\n```\n‹b\nc›\n```\nd'],
  ['a\n```\n‹b\nc›\n```\nd', 'a\n‹b\nc›\nd'],
  ['‹a ``` b›', '````\n‹a ``` b›\n````'],
  ['‸', '```\n‸\n```'],
  ['a\n```ts\nb\nc‸\nd\n```', 'a\nb\nc‸\nd'],
])('a fence: %s becomes %s', (before, expected) => {
  expect(by(before, toggleFence)).toBe(expected);
});

test.each([
  ['see ‹this›', 'see [this](‸)'],
  ['see ‸', 'see [‸]()'],
])('a link: %s becomes %s', (before, expected) => {
  expect(by(before, (field) => makeLink(field))).toBe(expected);
});

test.each([
  ['- one‸', '- one\n- ‸'],
  ['  * one‸', '  * one\n  * ‸'],
  ['9. nine‸', '9. nine\n10. ‸'],
  ['- [x] done‸', '- [x] done\n- [ ] ‸'],
  ['> quoted‸', '> quoted\n> ‸'],
  ['- one\n- ‸', '- one\n‸'],
  ['plain‸', null],
  ['‸- one', null],
  ['```\n- code‸', null],
])('a new line: %s becomes %s', (before, expected) => {
  expect(by(before, nextLine)).toBe(expected);
});

test.each([
  ['```\na‸', false, '```\na  ‸'],
  ['```\n‹a\nb›\n```', false, '```\n‹  a\n  b›\n```'],
  ['```\n  a‸\n```', true, '```\na‸\n```'],
  ['- a\n- b‸', false, '- a\n  - b‸'],
  ['plain‸', false, null],
])('Tab: %s becomes %s', (before, outwards, expected) => {
  expect(by(before, (field) => indent(field, outwards))).toBe(expected);
});

test.each([
  ['see ‹this›', 'https://a.example/x ', 'see [this](https://a.example/x)‸'],
  ['see ‹this›', 'https://a.example/x_(y)', 'see [this](<https://a.example/x_(y)>)‸'],
  ['see ‸', 'https://a.example', null],
  ['see ‹https://b.example›', 'https://a.example', null],
  ['see ‹this›', 'javascript:alert(1)', null],
  ['see ‹this›', 'some words', null],
  ['```\n‹code›', 'https://a.example', null],
])('an address pasted into %s makes %s', (before, pasted, expected) => {
  expect(by(before, (field) => linkFrom(field, pasted))).toBe(expected);
});

test.each([
  ['one line', '{"mode":"typescript"}', null],
  ['a\nb', '{"mode":"typescript"}', 'typescript'],
  ['a\nb', '{"mode":"typescriptreact"}', 'tsx'],
  ['a\nb', '{"mode":"plaintext"}', ''],
  ['a\nb', 'no JSON', null],
  ['a\nb', '', null],
  ['if (x) {\n  y();\n}', '', ''],
  ['- a\n  - b\n  - c', '', null],
])('%j with %j is code in %j', (pasted, data, language) => {
  expect(codeIn(pasted, data)).toBe(language);
});

const marks = fc.constantFrom('bold' as const, 'italic' as const, 'strike' as const);

test('a mark that is put on words and taken away again leaves them as they were', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z ]{0,9}$/),
      fc.stringMatching(/^[a-z]{1,9}$/),
      marks,
      (before, word, mark) => {
        const field = { text: `${before}${word}`, from: before.length, to: before.length + word.length };
        const on = toggleMark(field, mark);
        const text = field.text.slice(0, on.from) + on.text + field.text.slice(on.to);
        const off = toggleMark({ text, from: on.select[0], to: on.select[1] }, mark);
        expect(text.slice(0, off.from) + off.text + text.slice(off.to)).toBe(field.text);
      },
    ),
  );
});
