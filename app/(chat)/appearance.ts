import { cookies, headers } from 'next/headers';
import { bridge } from '#bridge.ts';
import { knownWidths } from '#ui/frame/known-widths.ts';
import { knownTimeZone } from '#ui/parts/known-time-zone.ts';

/** What this browser's cookies say of how the page looks, and what time it is there. */
export async function appearance() {
  const jar = await cookies();
  return {
    now: bridge().now(await headers()),
    timeZone: knownTimeZone(jar.get('parley-tz')?.value),
    widths: knownWidths((name) => jar.get(name)?.value),
  };
}
