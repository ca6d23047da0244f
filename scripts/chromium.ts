import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findProgram, installPackages } from './system-packages.ts';

/** The one without a window first: it has everything that a page can see, and takes less time. */
const names = [
  ...['chromium-headless-shell', 'chromium', 'chromium-browser'],
  ...['google-chrome', 'google-chrome-stable'],
];

const wholeNames = names.filter((name) => name !== 'chromium-headless-shell');

/**
 * A browser that can do what nobody sees without a window, notifications among it; installs it where that needs no
 * questions. Throws when there is none.
 */
export function ensureWholeChromium(): string {
  const find = () =>
    [...wholeNames.map(findProgram), ownPath()].find((path) => path !== null && existsSync(path));
  if (!find()) installPackages(['chromium']);
  const found = find();
  if (!found)
    throw new Error(
      'Tests of notifications need Chromium itself: install it (on Debian: apt-get install chromium).',
    );
  return found;
}

/** The browser the tests drive: the one that is named, the system's, or the one Playwright downloaded. */
export function findChromium(): string | null {
  const named = process.env.PARLEY_CHROMIUM ?? process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  return [...names.map(findProgram), ownPath()].find((path) => path !== null && existsSync(path)) ?? null;
}

function ownPath(): string | null {
  try {
    return chromium.executablePath();
  } catch {
    return null;
  }
}

/** Installs Chromium by the system's package manager where that needs no questions. False: it is not there. */
export function ensureChromium(): boolean {
  for (const name of ['chromium-headless-shell', 'chromium'] as const)
    if (!findChromium()) installPackages([name]);
  if (findChromium()) return true;
  process.stderr.write(
    'The browser tests need Chromium: install it (on Debian: apt-get install chromium), or set PARLEY_CHROMIUM to its path.\n',
  );
  return false;
}
