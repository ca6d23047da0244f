import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { capacity, load, readCosts, table } from './scaling.ts';

test('the page about scaling shows the table that comes of the measured costs', () => {
  const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'scaling.md'), 'utf8');
  expect(page).toContain(table(readCosts()));
});

test('a capacity is where the first part is full, and one person more is too many', () => {
  const costs = readCosts();
  for (const instances of [1, 3, 100]) {
    const { people, full, use } = capacity(costs, instances);
    expect(Math.max(...Object.values(use))).toBeLessThanOrEqual(1);
    expect(load(costs, people + 1, instances).use[full]).toBeGreaterThan(1);
  }
});
