import symbols from './icon-symbols.json' with { type: 'json' };

const markup = Object.entries(symbols)
  .map(([name, inside]) => `<symbol id="icon-${name}" viewBox="0 0 24 24">${inside}</symbol>`)
  .join('');

/** What the icons of icons.ts are drawn from, once in each page of the chat; drawn by the server alone. */
export function IconSymbols() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: it comes from lucide-react (scripts/page-icons.ts)
  return <svg aria-hidden className="hidden" dangerouslySetInnerHTML={{ __html: markup }} />;
}
