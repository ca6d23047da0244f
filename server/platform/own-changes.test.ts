import { expect, test } from 'vitest';
import { conversationId, userId } from '#contract/ids.ts';
import type { Command } from './events.ts';
import { createOwnChanges } from './own-changes.ts';

const ada = userId.parse('019a0000-0000-7000-8000-0000000000a1');
const ben = userId.parse('019a0000-0000-7000-8000-0000000000a2');
const channel = conversationId.parse('019a0000-0000-7000-8000-00000000000c');

test('what another instance said of a membership before one’s own change does not undo that', () => {
  const own = createOwnChanges();
  const removal: Command = ['unsubscribe', ada, channel];
  const foreign: Command = ['subscribe', ada, channel];
  expect(own.overrule(foreign)).toBe(false);
  own.sent(1, [removal]);
  own.sent(2, [['closeConversation', channel]]);
  own.sent(3, [removal]);
  expect(own.overrule(foreign)).toBe(true);
  expect(own.overrule(['subscribe', ben, channel])).toBe(false);
  own.settled(1);
  expect(own.overrule(foreign)).toBe(true);
  own.settled(3);
  expect(own.overrule(foreign)).toBe(false);
});
