/**
 * Minutes by which the clocks of one zone are ahead of another's at a time (ms since 1970); less than nothing where they
 * are behind. Zones by their IANA names, known to this runtime.
 */
export function minutesAhead(time: number, zone: string, of: string): number {
  return offsetOf(time, zone) - offsetOf(time, of);
}

/** Minutes from UTC, eastwards. */
function offsetOf(time: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(time);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  if (!sign) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
