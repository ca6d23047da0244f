import { expect, test } from 'vitest';
import { operations } from '#contract/operations.ts';
import { settingUpRoutes } from './setting-up.ts';

test.each(Object.entries(settingUpRoutes))('%s goes where the table of operations says', (name, route) => {
  const operation = Object.entries(operations).find(([known]) => known === name)?.[1];
  expect([operation?.method, operation?.path]).toEqual(route);
});
