import { afterEach, expect, test } from 'vitest';
import { addHealthCheck, type HealthCheck, readHealth } from './health.ts';

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});
const add = (name: string, isCritical: boolean, check: HealthCheck['check']) =>
  removals.push(addHealthCheck({ name, isCritical, check }));

test('each check is told with its findings; only a critical one makes the instance unavailable', async () => {
  add('database', true, () => undefined);
  expect(await readHealth()).toEqual({
    status: 'ready',
    checks: { database: { ok: true, ms: expect.any(Number) } },
  });
  add('disk', false, () => ({ free: 7 }));
  add('mail', false, () => Promise.reject(new Error('The mail server does not answer.')));
  expect(await readHealth()).toMatchObject({
    status: 'degraded',
    checks: {
      database: { ok: true },
      disk: { ok: true, details: { free: 7 } },
      mail: { ok: false, reason: 'The mail server does not answer.' },
    },
  });
  add('database', true, () => {
    throw new Error('away');
  });
  expect((await readHealth()).status).toBe('unavailable');
});

test('a flood of questions asks once, and one that never answers is not asked again beside itself', async () => {
  let [quick, slow] = [0, 0];
  add('quick', true, () => {
    quick += 1;
    return undefined;
  });
  await Promise.all(Array.from({ length: 1_000 }, () => readHealth()));
  expect(quick).toBe(1);
  add('slow', true, () => {
    slow += 1;
    return new Promise(() => undefined);
  });
  const reports = await Promise.all(Array.from({ length: 100 }, () => readHealth()));
  expect(reports[0]).toMatchObject({
    status: 'unavailable',
    checks: { quick: { ok: true }, slow: { ok: false, reason: expect.stringContaining('no answer within') } },
  });
  // Another check makes the findings old at once, and the slow one is still at it.
  add('third', false, () => undefined);
  expect((await readHealth()).checks['third']?.ok).toBe(true);
  expect([quick, slow]).toEqual([3, 1]);
});
