import { cookies } from 'next/headers';
import { knownTimeZone } from '#ui/parts/dates.ts';
import { knownWidth } from '#ui/sidebar/width.ts';

/** What this browser's cookies say of how the page looks. */
export async function appearance() {
  const jar = await cookies();
  return {
    now: Date.now(),
    timeZone: knownTimeZone(jar.get('parley-tz')?.value),
    sidebarWidth: knownWidth(jar.get('parley-sidebar')?.value),
  };
}
