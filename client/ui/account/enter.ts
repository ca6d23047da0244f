import { rememberTimeZone } from '#ui/parts/own-time-zone.ts';

/** Goes on into the chat after signing in: its first page is drawn in this browser's time zone. */
export function enter(path: string): void {
  rememberTimeZone();
  window.location.assign(path);
}
