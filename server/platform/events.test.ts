import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversationId, userId } from '#contract/ids.ts';
import {
  afterAnswer,
  announcementsSettled,
  attachDelivery,
  attachRelay,
  type Command,
  carryOutFromElsewhere,
  live,
  nobody,
} from './events.ts';

const user = userId.parse('019a0000-0000-7000-8000-00000000000a');
const conversation = conversationId.parse('019a0000-0000-7000-8000-00000000000c');
const left = (id = conversation) => live().publish({ user }, 'conversation:left', { id });

let done: string[];
let lost: unknown[];

beforeEach(() => {
  done = [];
  lost = [];
  attachDelivery(
    {
      ...nobody,
      publish: (_audience, name) => void done.push(name),
      subscribe: () => void done.push('subscribe'),
      unsubscribe: () => {
        throw new Error('no such room');
      },
      closeConversation: () => void done.push('close'),
    },
    (error) => void lost.push(error),
  );
});
afterEach(() => {
  attachDelivery(null);
  attachRelay(null);
});

test('what is announced waits until promises have settled, and leaves in its order', async () => {
  live().subscribe(user, conversation);
  left();
  live().closeConversation(conversation);
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
  done.push('answered');
  await announcementsSettled();
  expect(done).toEqual(['answered', 'subscribe', 'conversation:left', 'close']);
});

test('an announcement that fails is reported and stops no other', async () => {
  live().unsubscribe(user, conversation);
  afterAnswer(() => Promise.reject(new Error('no database')));
  left();
  await announcementsSettled();
  expect(done).toEqual(['conversation:left']);
  expect(lost).toMatchObject([{ message: 'no such room' }, { message: 'no database' }]);
});

test('settling waits for work, and for what that announces', async () => {
  afterAnswer(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    left();
  });
  await announcementsSettled();
  expect(done).toEqual(['conversation:left']);
});

test('what is announced goes to the other instances in its order, but for who is present; theirs stays here', async () => {
  const relayed: Command[][] = [];
  attachRelay((commands) => void relayed.push(commands));
  live().subscribe(user, conversation);
  live().publish({ watchersOf: user }, 'presence', { userId: user, status: 'online' });
  // What fails here may well succeed elsewhere.
  live().unsubscribe(user, conversation);
  left();
  await announcementsSettled();
  expect(relayed).toEqual([
    [
      ['subscribe', user, conversation],
      ['unsubscribe', user, conversation],
      ['publish', { user }, 'conversation:left', { id: conversation }],
    ],
  ]);
  done = [];
  for (const command of relayed.flat()) carryOutFromElsewhere(command);
  expect(done).toEqual(['subscribe', 'conversation:left']);
  expect(lost).toHaveLength(2);
  expect(relayed).toHaveLength(1);
});
