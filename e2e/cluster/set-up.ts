import { ensureBuilt } from '#scripts/build.ts';
import { ensureChromium } from '#scripts/chromium.ts';
import { ensureInstalled } from '#scripts/system-packages.ts';

/** Vitest's global set-up: what the instances serve, and the programs around them. */
export async function setup(): Promise<void> {
  await ensureBuilt();
  ensureInstalled(['redis-server', 'caddy']);
  if (!ensureChromium()) throw new Error('The cluster tests need Chromium.');
}
