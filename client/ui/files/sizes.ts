const units = ['B', 'KB', 'MB', 'GB'] as const;

/** `3 KB`, `2.4 MB`: of 1,024 each. */
export function sizeText(bytes: number): string {
  const step = bytes < 1_024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const size = bytes / 1_024 ** step;
  return `${step > 1 && size < 10 ? size.toFixed(1) : Math.round(size)} ${units[step]}`;
}

/** `1:05`, `1:02:03`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}
