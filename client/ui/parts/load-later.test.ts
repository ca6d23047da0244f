import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadLater } from './load-later.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Something that cannot be had until it is told so, with how often it was asked for. */
function createPart() {
  let isThere = false;
  const fetch = vi.fn(async () => {
    if (!isThere) throw new Error('There is no connection');
    return 'the part';
  });
  const [draw, fail] = [vi.fn(), vi.fn()];
  return { later: loadLater(fetch), fetch, draw, fail, arrive: () => (isThere = true) };
}

const soon = () => vi.advanceTimersByTimeAsync(0);
const later = () => vi.advanceTimersByTimeAsync(5_000);

test('what somebody waits for is asked for again until it is here, and all are drawn, once', async () => {
  const part = createPart();
  const another = vi.fn();
  part.later.wait(part.draw, part.fail);
  part.later.wait(another, part.fail);
  await soon();
  expect(part.fail).toHaveBeenCalledTimes(2);
  expect(part.fetch).toHaveBeenCalledTimes(1);
  await later();
  expect(part.fetch).toHaveBeenCalledTimes(2);
  part.arrive();
  await later();
  expect(part.later.now()).toBe('the part');
  expect(part.draw).toHaveBeenCalledTimes(1);
  expect(another).toHaveBeenCalledTimes(1);
  await later();
  expect(part.fetch).toHaveBeenCalledTimes(3);
});

test('what nobody waits for any more is not asked for again, and nobody is told', async () => {
  const part = createPart();
  part.later.wait(part.draw, part.fail)();
  await soon();
  expect(part.fail).not.toHaveBeenCalled();
  part.arrive();
  await later();
  expect(part.fetch).toHaveBeenCalledTimes(1);
  expect(part.draw).not.toHaveBeenCalled();
});

test('whoever waits is drawn by what another one loads', async () => {
  const part = createPart();
  part.later.wait(part.draw, part.fail);
  await soon();
  part.arrive();
  await expect(part.later.load()).resolves.toBe('the part');
  expect(part.draw).toHaveBeenCalledTimes(1);
  expect(part.fetch).toHaveBeenCalledTimes(2);
});

test('a load that fails rejects, and the next one tries again', async () => {
  const part = createPart();
  await expect(part.later.load()).rejects.toThrow('no connection');
  expect(part.later.now()).toBeNull();
  part.arrive();
  await expect(part.later.load()).resolves.toBe('the part');
});
