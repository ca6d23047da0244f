import { expect, test } from 'vitest';
import { readSide } from './message-sides.ts';
import { storeChannels, storeHistory, storePeople } from './test-people.ts';
import { openTestStore } from './test-store.ts';

const { sql } = await openTestStore(4);
const people = await storePeople(sql, 3);
const channels = await storeChannels(sql, 3, people);
const LENGTH = 300;
for (const channel of channels) await storeHistory(sql, channel, people, LENGTH);
// Of one of them some are large.
await sql.query(
  "UPDATE message SET body = repeat('large ', 1000) WHERE conversation_id = $1 AND seq % 40 = 0",
  [channels[0]],
);

/** Of each side, from the ends and from the middle, as many as a step of the statement reads and fewer. */
const questions = channels.flatMap((channel) =>
  (['older', 'newer'] as const).flatMap((side) =>
    [0, 1, 30, 150, 299, 300, 301, 2_147_483_647].flatMap((from) =>
      [1, 24, 25, 50, 99, 100].map((count) => ({ channel, side, from, count })),
    ),
  ),
);

test('whoever asks together is answered each by itself', async () => {
  const answers = await Promise.all(
    questions.map(({ channel, side, from, count }) => readSide(side, channel, from, count)),
  );
  for (const [index, { channel, side, from, count }] of questions.entries()) {
    const first = side === 'older' ? Math.max(1, Math.min(from, LENGTH + 1) - count) : from + 1;
    const last = side === 'older' ? Math.min(from - 1, LENGTH) : Math.min(from + count, LENGTH);
    const wanted = Array.from({ length: Math.max(0, last - first + 1) }, (_, nth) => first + nth);
    const read = answers[index]?.map(({ json }) => JSON.parse(json)) ?? [];
    expect(read.map(({ seq }) => seq)).toEqual(wanted);
    expect(read.every(({ conversationId }) => conversationId === channel)).toBe(true);
  }
});
