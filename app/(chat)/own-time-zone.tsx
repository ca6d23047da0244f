import { headers } from 'next/headers';
import { appearance } from '#app/(chat)/appearance.ts';

/**
 * Draws nothing. Where the browser's time zone is not the one that the server drew the page in (a first visit, a
 * journey), the page is asked for again before anything of it is seen: drawn anew in place, it would jump. The script
 * comes before the page; a browser that keeps no cookies keeps the server's page.
 */
export async function OwnTimeZone() {
  const { timeZone } = await appearance();
  const nonce = /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1];
  return (
    <script nonce={nonce} data-time-zone={timeZone} suppressHydrationWarning>
      {askAgain}
    </script>
  );
}

const askAgain = `(() => {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const cookie = 'parley-tz=' + encodeURIComponent(own);
  const isKept = () => document.cookie.split('; ').includes(cookie);
  if (!own || own === document.currentScript.dataset.timeZone || isKept()) return;
  document.cookie = cookie + '; path=/; max-age=31536000; samesite=lax';
  if (!isKept()) return;
  document.documentElement.style.visibility = 'hidden';
  location.reload();
})();`;
