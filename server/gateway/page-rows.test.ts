import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { openRows, rowsOf } from './page-rows.ts';

const article = (clientId: string, inside: string) =>
  `<article aria-labelledby="${clientId}-author" data-entry="${clientId}" class="row">${inside}</article>`;

test('a row that was drawn once is filled in from then on, as long as it is made of the same', () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const first = openRows('first', response);
  expect(rowsOf('first')).toBe(first);
  expect(['a', 'b', 'c'].map((id) => first.find(id, `${id} 1`))).toEqual([null, null, null]);
  const inside = { a: '<p id="a-author">$& one</p>', b: '<p>two</p>', c: '<p id="_R_1_">folded</p>' };
  const page = Object.entries(inside)
    .map(([id, markup]) => article(id, markup))
    .join('');
  expect(first.fill(page)).toBe(page);
  first.keep(page);

  const second = openRows('second', response);
  const marks = ['a', 'b'].map((id) => second.find(id, `${id} 1`) ?? '');
  expect(marks.every((mark) => mark !== '')).toBe(true);
  // What React has named is drawn each time, and so is what is made of something else.
  expect([second.find('c', 'c 1'), second.find('a', 'a 2')]).toEqual([null, null]);
  const filled = second.fill(article('b', marks[1] ?? '') + article('a', marks[0] ?? ''));
  expect(filled).toBe(article('b', inside.b) + article('a', inside.a));

  // Of a page that is answered nothing more is known.
  response.emit('close');
  expect([rowsOf('first'), rowsOf('second'), rowsOf('none')]).toEqual([null, null, null]);
});
