/** What stands after an address, from what Next makes of it; of a repeated field the first. */
export function searchOf(fields: Record<string, string | string[] | undefined>): string {
  const search = new URLSearchParams();
  for (const [field, value] of Object.entries(fields)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) search.set(field, first);
  }
  return `?${search}`;
}
