/** What the address bar says. Neither: the list of conversations. */
export interface Address {
  conversationId: string | null;
  /** The message that a link points at. */
  message: number | null;
}

export function pathTo({ conversationId, message }: Address): string {
  if (!conversationId) return '/';
  return `/c/${conversationId}${message === null ? '' : `?message=${message}`}`;
}

export function addressOf(url: { pathname: string; search: string }): Address {
  const conversationId = /^\/c\/([^/]+)\/?$/.exec(url.pathname)?.[1] ?? null;
  const message = Number(new URLSearchParams(url.search).get('message') ?? 0);
  return { conversationId, message: Number.isSafeInteger(message) && message > 0 ? message : null };
}
