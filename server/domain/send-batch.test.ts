import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { clientId, conversationId, userId } from '#contract/ids.ts';
import { copyIdOf, takeBatch } from './send-batch.ts';

const authorId = userId.parse(uuidv7());

function waiting(id: string, alsoInParent = false) {
  const place = conversationId.parse(uuidv7());
  const send = { authorId, conversationId: place, clientId: clientId.parse(id), body: 'hello', alsoInParent };
  return { send, resolve: () => {}, reject: () => {} };
}

test('what would be stored under one clientId twice does not go together, copies included', () => {
  const [first, other] = [waiting(uuidv4(), true), waiting(uuidv4())];
  const again = waiting(first.send.clientId);
  const likeItsCopy = waiting(copyIdOf(first.send.clientId));
  expect(takeBatch([first, again, likeItsCopy, other])).toEqual({
    batch: [first, other],
    rest: [again, likeItsCopy],
  });
  expect(takeBatch([likeItsCopy, first])).toEqual({ batch: [likeItsCopy], rest: [first] });
});
