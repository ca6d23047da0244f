import { expect, test } from 'vitest';
import { type Operation, operations } from './operations.ts';

const table = Object.entries<Operation>(operations);
const fieldsOf = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field ?? '');

test('no two operations share a method and a path', () => {
  const addresses = table
    .filter(([, { method }]) => method)
    .map(([, { method, path }]) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
  expect(addresses.toSorted()).toEqual([...new Set(addresses)].toSorted());
});

test.each(table)(
  '%s: its path takes required fields of its input, and unknown fields are refused',
  (_, operation) => {
    for (const field of fieldsOf(operation.path)) {
      const schema = operation.input.shape[field];
      expect(schema?.safeParse(undefined).success, field).toBe(false);
    }
    const unknown = operation.input.safeParse({ surprise: 1 });
    expect(unknown.error?.issues.some(({ code }) => code === 'unrecognized_keys')).toBe(true);
  },
);

test.each(table)(
  '%s: what only reads is a GET, and what creates is a POST or PUT',
  (_, { method, rate, status }) => {
    const reads = ['read', 'search'];
    if (method === 'GET') expect(reads).toContain(rate);
    else if (method) expect(reads).not.toContain(rate);
    if (status === 201) expect(['POST', 'PUT']).toContain(method);
  },
);
