import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { otherId, testSnapshot } from '#state/nouns/fixtures.ts';
import { createChatStore } from '#state/store.ts';
import type { Call } from './connection.ts';
import { NoAnswer } from './no-answer.ts';
import { createPresence } from './presence.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const aMinute = () => vi.advanceTimersByTimeAsync(60_000);

/** Whose first question of each kind gets no answer. */
function setUp() {
  const store = createChatStore(testSnapshot([]));
  store.setState({ connection: 'live' });
  const asked: [string, unknown][] = [];
  const call = (async (name: string, input: unknown) => {
    const isFirst = asked.every(([before]) => before !== name);
    asked.push([name, input]);
    if (isFirst) throw new NoAnswer('The answer is late');
    return { items: [{ userId: otherId, status: 'online' }] };
  }) as Call;
  return { store, asked, presence: createPresence(store, call) };
}

it('asks again whom it watches, until it is answered', async () => {
  const { store, asked, presence } = setUp();
  presence.watch([otherId]);
  await aMinute();
  expect(asked).toHaveLength(2);
  expect(store.getState().presence[otherId]).toBe('online');
  await aMinute();
  expect(asked).toHaveLength(2);
});

it('says again whether I am here, and the latest of it only', async () => {
  const { asked, presence } = setUp();
  presence.setActive(false);
  presence.setActive(true);
  await aMinute();
  expect(asked.map(([, input]) => input)).toEqual([{ status: 'away' }, { status: 'online' }]);
});

it('leaves it to the next connection when there is none any more', async () => {
  const { store, asked, presence } = setUp();
  presence.setActive(false);
  await vi.advanceTimersByTimeAsync(1);
  store.setState({ connection: 'offline' });
  await aMinute();
  expect(asked).toHaveLength(1);
  store.setState({ connection: 'live' });
  presence.connected();
  await aMinute();
  expect(asked.map(([, input]) => input)).toEqual([{ status: 'away' }, { status: 'away' }]);
});
