import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversationId, userId } from '#contract/ids.ts';
import { afterAnswer, announcementsSettled, attachDelivery, live } from './events.ts';

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
      publish: (_audience, name) => void done.push(name),
      subscribe: () => void done.push('subscribe'),
      unsubscribe: () => {
        throw new Error('no such room');
      },
      closeConversation: () => void done.push('close'),
      closeSession() {},
    },
    (error) => void lost.push(error),
  );
});
afterEach(() => attachDelivery(null));

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
