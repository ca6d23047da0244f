import { expect, test } from 'vitest';
import { limits } from '#contract/limits.ts';
import type { SidebarLayout } from '#contract/sidebar.ts';
import { arranged, isSameLayout, placeOf, type SidebarCommand } from './arranging.ts';

const section = (id: string, conversationIds: string[] = [], isCollapsed = false) => ({
  ...{ id, name: id.toUpperCase(), isCollapsed, conversationIds },
});
const layout: SidebarLayout = {
  starred: ['1', '2'],
  sections: [section('a', ['3', '4', '5']), section('b'), section('c', ['6'])],
};
const places = ({ starred, sections }: SidebarLayout) => [
  starred.join(''),
  ...sections.map(({ id, conversationIds }) => `${id}${conversationIds.join('')}`),
];
const place = (conversationId: string, to: string | null, before: string | null = null): SidebarCommand => ({
  ...{ kind: 'place', conversationId, place: to, before },
});

test.each<[SidebarCommand, string]>([
  [place('9', 'starred'), '129 a345 b c6'],
  [place('9', 'starred', '2'), '192 a345 b c6'],
  [place('1', null), '2 a345 b c6'],
  [place('1', 'a', '4'), '2 a3145 b c6'],
  [place('5', 'a', '3'), '12 a534 b c6'],
  [place('3', 'a'), '12 a453 b c6'],
  [place('3', 'b'), '12 a45 b3 c6'],
  [place('3', 'a', '3'), '12 a345 b c6'],
  [place('3', 'a', 'gone'), '12 a453 b c6'],
  [place('3', 'gone'), '12 a345 b c6'],
  [{ kind: 'make', id: 'd', name: 'D' }, '12 a345 b c6 d'],
  [{ kind: 'make', id: 'a', name: 'again' }, '12 a345 b c6'],
  [{ kind: 'remove', id: 'a' }, '12 b c6'],
  [{ kind: 'order', id: 'c', before: 'a' }, '12 c6 a345 b'],
  [{ kind: 'order', id: 'a', before: null }, '12 b c6 a345'],
  [{ kind: 'order', id: 'a', before: 'a' }, '12 a345 b c6'],
  [{ kind: 'order', id: 'gone', before: 'a' }, '12 a345 b c6'],
])('%j leaves %s, and the second time changes nothing more', (command, wanted) => {
  const once = arranged(layout, command);
  expect(places(once).join(' ')).toBe(wanted);
  expect(isSameLayout(arranged(once, command), once)).toBe(true);
});

test('a section is renamed and folded by its id, and one that is gone is not', () => {
  const named = arranged(layout, { kind: 'rename', id: 'b', name: 'Better' });
  const folded = arranged(named, { kind: 'collapse', id: 'b', isCollapsed: true });
  expect(folded.sections[1]).toEqual({ id: 'b', name: 'Better', isCollapsed: true, conversationIds: [] });
  expect(isSameLayout(folded, layout)).toBe(false);
  expect(isSameLayout(arranged(layout, { kind: 'rename', id: 'gone', name: 'x' }), layout)).toBe(true);
});

test('no more is put in than the server takes', () => {
  const full: SidebarLayout = {
    starred: Array.from({ length: limits.arranged }, (_, n) => `${n}`),
    sections: Array.from({ length: limits.sections }, (_, n) => section(`s${n}`)),
  };
  expect(arranged(full, { kind: 'make', id: 'one more', name: 'x' })).toBe(full);
  expect(arranged(full, place('one more', 's1'))).toBe(full);
  expect(placeOf(arranged(full, place('7', 's1')), '7')).toBe('s1');
});
