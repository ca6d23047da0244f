/** A path of this site to go on to, or the beginning: never another site's address. */
export function safeNext(next: string | null | undefined): string {
  if (!next || !/^\/(?![/\\])/.test(next) || /[\p{Cc}\\]/u.test(next)) return '/';
  // `/.//there` becomes `//there`, which is another site's address.
  const { origin, pathname } = new URL(next, 'http://here.invalid');
  return origin === 'http://here.invalid' && !pathname.startsWith('//') ? next : '/';
}
