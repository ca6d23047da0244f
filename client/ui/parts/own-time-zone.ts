import { recall, remember } from './cookie.ts';

/** The IANA name of the zone that this browser is in. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** Has the server draw the next page in this browser's zone. */
export function rememberTimeZone(): void {
  const own = ownTimeZone();
  if (recall('parley-tz') !== own) remember('parley-tz', own);
}
