import { expect, test } from 'vitest';
import { decodeInTurn } from './image-turns.ts';

test('whoever brings many images keeps nobody else waiting for more than one of them', async () => {
  const decoded: string[] = [];
  let running = 0;
  const decode = (whose: string, name: string) =>
    decodeInTurn(whose, async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      decoded.push(name);
      running -= 1;
    });
  await Promise.all([
    ...['ben 1', 'ben 2', 'ben 3', 'ben 4'].map((name) => decode('ben', name)),
    decode('cy', 'cy 1'),
    decode('cy', 'cy 2'),
    decode('dee', 'dee 1'),
  ]);
  expect(decoded).toEqual(['ben 1', 'cy 1', 'ben 2', 'dee 1', 'cy 2', 'ben 3', 'ben 4']);
});

test('one that fails passes the turn on', async () => {
  const failing = decodeInTurn('ben', () => Promise.reject(new Error('damaged')));
  const after = decodeInTurn('ben', () => Promise.resolve('decoded'));
  await expect(failing).rejects.toThrow('damaged');
  expect(await after).toBe('decoded');
});
