import { expect, type Locator } from '@playwright/test';
import type { Person } from './person.ts';

/** A finger that rests on something for longer than a press, until its actions are open. `meanwhile` begins with it. */
export async function holds(
  { page, context }: Person,
  goal: Locator,
  opened = page.getByRole('dialog', { name: 'Message actions' }),
  meanwhile?: () => Promise<void>,
): Promise<void> {
  const box = await goal.boundingBox();
  if (!box) throw new Error('It is not on the screen');
  const touchPoints = [{ x: box.x + 80, y: box.y + box.height / 2 }];
  const session = await context.newCDPSession(page);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await meanwhile?.();
  await expect(opened).toBeVisible();
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}
