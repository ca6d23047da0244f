import type { Page } from '@playwright/test';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

/** Icons of controls that can be used, whose lines stand out less than 3 to 1 from what is behind them (WCAG 1.4.11). */
async function faintIcons(page: Page): Promise<string[]> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))),
  );
  return page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const brush = canvas.getContext('2d', { willReadFrequently: true });
    if (!brush) throw new Error('Nothing to draw on');
    /** What these colours look like, each painted over the one before it, as sRGB from 0 to 255. */
    const painted = (colors: string[]) => {
      brush.clearRect(0, 0, 1, 1);
      for (const color of colors) {
        brush.fillStyle = color;
        brush.fillRect(0, 0, 1, 1);
      }
      return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (color: number[]) => {
      const [red = 0, green = 0, blue = 0] = color
        .map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const groundsOf = (element: Element | null): string[] =>
      element ? [...groundsOf(element.parentElement), getComputedStyle(element).backgroundColor] : ['white'];

    const faint: string[] = [];
    for (const icon of document.querySelectorAll('svg')) {
      if (!icon.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (icon.closest(':disabled')) continue;
      const grounds = groundsOf(icon);
      const ground = luminance(painted(grounds));
      const line = luminance(painted([...grounds, getComputedStyle(icon).color]));
      const contrast = (Math.max(line, ground) + 0.05) / (Math.min(line, ground) + 0.05);
      const name = icon.closest('[aria-label]')?.getAttribute('aria-label') ?? icon.getAttribute('class');
      if (contrast < 3) faint.push(`${name}: ${contrast.toFixed(2)}`);
    }
    return faint;
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every icon can be seen in the ${colorScheme} theme`, async ({ person }) => {
    const [ada, bob] = [await person('Ada', { colorScheme }), await person('Bob')];
    const channel = await channelOf([ada, bob]);
    await posts(bob, channel, 'one', 'two');
    await ada.comesTo(channel);
    const { page } = ada;
    const allSeen = async (where: string) => expect.soft(await faintIcons(page), where).toEqual([]);

    await ada.writes('ready to be sent');
    await page.mouse.move(0, 0);
    await allSeen('a channel with something to send');
    await ada.button('Send').hover();
    await allSeen('the button that sends, under the pointer');
    await ada.writes('');
    await ada.message('two').hover();
    await allSeen('a message under the pointer');
    await ada.accountMenu.click();
    await allSeen('the account menu');
    await page.keyboard.press('Escape');
    const dialogs: [title: string, open: () => Promise<void>][] = [
      ['New channel', () => ada.button('New channel').click()],
      ['New message', () => ada.button('New message').click()],
      ['Browse channels', () => ada.list.getByRole('button', { name: 'Browse channels' }).click()],
      ['Jump to a conversation', () => page.keyboard.press('Control+k')],
      [bob.name, () => ada.message('one').locator('.avatar-tint').click()],
    ];
    await ada.button('2 members').click();
    await expect(ada.details.getByRole('listitem')).toHaveCount(2);
    await allSeen('the details');
    await page.keyboard.press('Escape');
    await expect(ada.details).toHaveCount(0);
    for (const [title, open] of dialogs) {
      await open();
      await expect(ada.dialog(title)).toBeVisible();
      await allSeen(title);
      await page.keyboard.press('Escape');
      await expect(ada.dialog(title)).toBeHidden();
    }
  });
}

test('a text that is too long has a red frame, with and without the focus, and says by how much', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  const frame = () =>
    ada.composer.evaluate((field) => {
      let frame = field;
      while (frame.parentElement && getComputedStyle(frame).borderTopWidth === '0px')
        frame = frame.parentElement;
      return getComputedStyle(frame).borderTopColor;
    });
  const danger = await ada.page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = 'var(--danger)';
    return getComputedStyle(probe).color;
  });
  await ada.writes('fine');
  await expect.poll(frame).not.toBe(danger);
  await ada.writes('x'.repeat(8_012));
  await expect(ada.composer).toBeFocused();
  await expect.poll(frame).toBe(danger);
  await expect(ada.composer).toHaveAccessibleDescription(/^This is 12 characters too long/);
  await ada.composer.blur();
  await expect.poll(frame).toBe(danger);
});

test('every icon that a page draws from its symbols is among them', async ({ person }) => {
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  await ada.button('New message').hover();
  const drawn = ada.page.locator('svg > use');
  for (const path of ['', '/', '/unreads', '/search', '/settings', '/workspace', '/offline']) {
    if (path) await ada.page.goto(path);
    await expect(drawn.first()).toBeAttached();
    const missing = await drawn.evaluateAll((all) =>
      all
        .map((use) => use.getAttribute('href') ?? '')
        .filter((href) => !document.getElementById(href.slice(1))?.childElementCount),
    );
    expect(missing, path).toEqual([]);
  }
});
