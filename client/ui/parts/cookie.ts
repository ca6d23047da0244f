/** Cookies that remember how the page looks, so that the server renders it so. Kept for a year. */
export function remember(name: string, value: string | null): void {
  const life = value === null ? 0 : 365 * 24 * 3600;
  const cookie = `${name}=${encodeURIComponent(value ?? '')}; path=/; max-age=${life}; samesite=lax`;
  // Not by the Cookie Store API: it needs https, which a first try on one's own network does not have.
  Object.assign(document, { cookie });
}

/** What such a cookie says. */
export function recall(name: string): string | null {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}
