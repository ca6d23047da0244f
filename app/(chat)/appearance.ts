import { cookies } from 'next/headers';
import { knownWidths } from '#ui/frame/width.ts';
import { knownTimeZone } from '#ui/parts/dates.ts';

/** What this browser's cookies say of how the page looks. */
export async function appearance() {
  const jar = await cookies();
  return {
    now: Date.now(),
    timeZone: knownTimeZone(jar.get('parley-tz')?.value),
    widths: knownWidths((name) => jar.get(name)?.value),
  };
}
