import { expect, test } from 'vitest';
import { type OperationName, operations } from './operations.ts';
import { isReading } from './reading.ts';

test.each(Object.keys(operations) as OperationName[])('%s: reads if it is a GET, and only then', (name) => {
  expect(isReading(name)).toBe(operations[name].method === 'GET');
});
