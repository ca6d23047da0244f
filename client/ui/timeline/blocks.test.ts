import { expect, test } from 'vitest';
import { testMessage } from '#state/nouns/fixtures.ts';
import { drawnDays } from './blocks.ts';
import { daysOf } from './rows.ts';

const usual = { pending: [], myId: 'somebody', newLineSeq: null, timeZone: 'UTC' };
const message = (seq: number) => testMessage(seq, seq);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => message(index + 1));
const daysWith = (messages: ReturnType<typeof upTo>) => daysOf({ ...usual, messages });

test.each([50, 300])('a message that arrives behind %i others changes one block, or begins one', (count) => {
  const messages = upTo(count);
  const before = drawnDays(daysWith(messages), []);
  const after = drawnDays(daysWith([...messages, message(count + 1)]), before);
  const known = new Set(before.flatMap((day) => day.blocks));
  const changed = after.flatMap((day) => day.blocks).filter((block) => !known.has(block));
  expect(changed).toHaveLength(1);
  expect(changed[0]?.rows.at(-1)?.entry).toMatchObject({ seq: count + 1 });
});

test('nothing new is the very same', () => {
  const messages = upTo(100);
  const before = drawnDays(daysWith(messages), []);
  const after = drawnDays(daysWith([...messages]), before);
  expect(after.map((day, at) => day === before[at])).toEqual(after.map(() => true));
});

test('blocks go by number: what leaves at the start moves no row to another block', () => {
  const messages = upTo(300);
  const before = drawnDays(daysWith(messages), []).flatMap((day) => day.blocks);
  const after = drawnDays(daysWith(messages.slice(64)), []).flatMap((day) => day.blocks);
  const blockOf = (blocks: typeof before, key: string) =>
    blocks.find(({ rows }) => rows.some((row) => row.key === key))?.key;
  for (const { clientId } of messages.slice(64))
    expect(blockOf(after, clientId)).toBe(blockOf(before, clientId));
});
