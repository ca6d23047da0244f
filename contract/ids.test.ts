import { expect, test } from 'vitest';
import { conversationId } from './ids.ts';

test('ids are UUIDs in lower case, whatever the case they come in', () => {
  expect(conversationId.parse('019A0000-0000-7000-8000-00000000ABCD')).toBe(
    '019a0000-0000-7000-8000-00000000abcd',
  );
  for (const refused of ['', '1', '019a0000-0000-7000-8000-00000000abc', "' OR 1=1 --", null])
    expect(conversationId.safeParse(refused).success).toBe(false);
});
