const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** `12.3 MB`, of bytes: the largest unit of which there is one at least, by thousands. */
export function sizeOf(bytes: number): string {
  let unit = 0;
  let size = bytes;
  for (; size >= 1_000 && unit < units.length - 1; unit += 1) size /= 1_000;
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}
