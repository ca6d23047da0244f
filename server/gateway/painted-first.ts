/** A script of Next's that is loaded beside the page. Its inline ones have no `src`, and a `noModule` one is for old browsers. */
const asyncScript =
  /<script src="(\/_next\/[\w./?=~-]+)"(?= )(?=[^>]* async="")(?=[^>]* nonce="([^"]+)")[^>]*><\/script>/g;
const preload = /<link rel="preload" as="script"[^>]*>/g;
const endOfBody = '</body></html>';

/**
 * A page whose scripts are asked for once it has been painted: until then the line and the processor belong to what can
 * be read. A page that nobody looks at is not painted, so its scripts do not wait for that; nor do any for longer than
 * two seconds (docs/decisions/065-painted-first.md).
 */
export function paintedFirst(page: string): string {
  let nonce = '';
  const sources = new Set<string>();
  const waiting = page.replace(asyncScript, (_, source: string, given: string) => {
    nonce = given;
    sources.add(source);
    return '';
  });
  // Without scripts, or cut short: as it is.
  if (nonce === '' || !waiting.endsWith(endOfBody)) return page;
  const bare = waiting.replace(preload, '').slice(0, -endOfBody.length);
  const start = `(${loadWhenPainted})(${JSON.stringify([...sources])})`;
  return `${bare}<script nonce="${nonce}">${start}</script>${endOfBody}`;
}

/** In the order in which Next wrote them; each runs when it is there, as before. */
const loadWhenPainted = `(sources) => {
  const { nonce } = document.currentScript;
  const load = () => {
    for (const source of sources.splice(0)) {
      const script = document.createElement('script');
      script.async = true;
      script.nonce = nonce;
      script.src = source;
      document.head.append(script);
    }
  };
  if (document.hidden) return load();
  const isPainted = ({ name }) => name === 'first-contentful-paint';
  const paints = new PerformanceObserver((list) => list.getEntries().some(isPainted) && load());
  paints.observe({ type: 'paint', buffered: true });
  setTimeout(load, 2_000);
}`;
