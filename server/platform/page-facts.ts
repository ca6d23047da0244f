import { Parser } from 'htmlparser2';
import { characterCount, unseen } from '#contract/characters.ts';
import { limits } from '#contract/limits.ts';
import { tidyName } from '#contract/names.ts';

// What a page says of itself (Open Graph, ogp.me; the cards of Twitter; HTML's own). Anybody may have written it, to any
// end: it is read once from its beginning to where its body begins, and what is kept is short, plain text.

export interface PageFacts {
  /** Empty: the page has none. */
  title: string;
  description: string;
  siteName: string;
  /** The absolute address of its picture; null: it names none. */
  image: string | null;
}

/** UTF-16 units that are given to the parser at a time, and of a value that are looked at. */
const CHUNK = 8 * 1024;
const LONGEST_VALUE = 4_000;
/** A head is flat. What is deeper is no page, and the parser looks through all that is open for each end. */
const DEEPEST = 64;

/** Of each fact, who says it, the best first. */
const sources = {
  title: ['og:title', 'twitter:title', '<title>'],
  description: ['og:description', 'twitter:description', 'description'],
  siteName: ['og:site_name', 'application-name'],
  image: ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src', '<link>'],
} as const;
const known: ReadonlySet<string> = new Set(Object.values(sources).flat());

/** Reads a page that was found at `url`. */
export function readPage(html: string, url: string): PageFacts {
  const said = valuesOf(html);
  const first = (names: readonly string[], tidied: (value: string) => string) => {
    for (const name of names) {
      const value = tidied(said.get(name) ?? '');
      if (value !== '') return value;
    }
    return '';
  };
  return {
    title: first(sources.title, (value) => oneLine(value, limits.previewTitle)),
    description: first(sources.description, (value) => oneLine(value, limits.previewDescription)),
    siteName: first(sources.siteName, (value) => oneLine(value, limits.previewSiteName)),
    image: first(sources.image, (value) => absolute(value, url)) || null,
  };
}

/** What the head of a page says first under each of the known names. */
function valuesOf(html: string): Map<string, string> {
  const said = new Map<string, string>();
  const note = (name: string, value: string | undefined) => {
    const key = name.trim().toLowerCase();
    if (value && known.has(key) && !said.has(key)) said.set(key, value.slice(0, LONGEST_VALUE));
  };
  let depth = 0;
  let isOver = false;
  let title: string | null = null;
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1;
      if (name === 'body') isOver = true;
      if (name === 'title' && !said.has('<title>')) title = '';
      if (name === 'meta') note(attributes['property'] ?? attributes['name'] ?? '', attributes['content']);
      if (name === 'link' && attributes['rel']?.toLowerCase() === 'image_src')
        note('<link>', attributes['href']);
    },
    ontext(text) {
      if (title !== null && title.length < LONGEST_VALUE) title += text;
    },
    onclosetag(name) {
      depth -= 1;
      if (name !== 'title' || title === null) return;
      note('<title>', title);
      title = null;
    },
  });
  for (let at = 0; at < html.length && !isOver && depth < DEEPEST; at += CHUNK)
    parser.write(html.slice(at, at + CHUNK));
  if (title) note('<title>', title);
  return said;
}

/** One visible line, cut where it is too long; empty where nothing of it can be seen. */
export function oneLine(text: string, most: number): string {
  const line = tidyName(text.slice(0, LONGEST_VALUE).toWellFormed().replace(unseen, ' '));
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(line)) return '';
  if (characterCount(line) <= most) return line;
  const kept = [...line].slice(0, most - 1).join('');
  return `${kept.replace(/[\s.,;:–-]+$/u, '')}…`;
}

function absolute(value: string, base: string): string {
  if (value.trim() === '') return '';
  const url = URL.parse(value.trim(), base);
  const isWeb = url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
  return isWeb && url.href.length <= limits.previewUrl ? url.href : '';
}
