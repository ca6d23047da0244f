import { expect, test } from 'vitest';
import { testId, testMyConversation } from '#state/nouns/fixtures.ts';
import { listOf } from '#ui/navigation/use-conversation-list.ts';
import { conversationMove, sectionMove } from './moves.ts';

const id = (n: number) => testId(2, n);
const named = (n: number, name: string, facts: Record<string, unknown> = {}) => ({
  conversation: testMyConversation({ id: id(n), name, ...facts }),
  name,
});
const direct = (n: number, name: string, lastMessageAt: string) =>
  named(n, name, { kind: 'direct', name: null, memberIds: [], lastMessageAt });
const section = (n: number, conversations: number[]) => ({
  id: testId(9, n),
  name: `Section ${n}`,
  isCollapsed: false,
  conversationIds: conversations.map(id),
});

const list = listOf(
  [
    named(1, 'zebra'),
    named(2, 'apple'),
    named(3, 'team 10'),
    named(4, 'team 9'),
    direct(5, 'Ben', '2026-01-01T00:00:00.000Z'),
    direct(6, 'Cy', '2026-01-03T00:00:00.000Z'),
    named(7, 'kept'),
  ],
  { starred: [id(7), id(99)], sections: [section(1, [5, 1]), section(2, []), section(3, [2])] },
);

test('the list stands as it was arranged, and the rest by name and by the last message', () => {
  expect(list.starred.map(({ name }) => name)).toEqual(['kept']);
  expect(list.sections.map(({ conversations }) => conversations.map(({ name }) => name))).toEqual([
    ['Ben', 'zebra'],
    [],
    ['apple'],
  ]);
  expect(list.channels.map(({ name }) => name)).toEqual(['team 9', 'team 10']);
  expect(list.direct.map(({ name }) => name)).toEqual(['Cy']);
  expect(list.all.map(({ name }) => name).join(' ')).toBe('kept Ben zebra apple team 9 team 10 Cy');
});

test('a step goes to the next place, says where, and ends at an end', () => {
  expect(conversationMove(list, id(1), -1)).toEqual({
    command: { kind: 'place', conversationId: id(1), place: testId(9, 1), before: id(5) },
    said: 'Moved to 1 of 2 in Section 1',
  });
  expect(conversationMove(list, id(1), 1)).toEqual({ command: null, said: '2 of 2 in Section 1' });
  expect(conversationMove(list, id(3), 1)).toBeNull();
  expect(sectionMove(list, testId(9, 1), 1)).toEqual({
    command: { kind: 'order', id: testId(9, 1), before: testId(9, 3) },
    said: 'Moved to 2 of 3 sections',
  });
  expect(sectionMove(list, 'channels', 1)).toBeNull();
});
