import MarkdownIt, { type StateInline } from 'markdown-it';
import { linkTo, piecesOf, webAddressAt } from '#contract/web-addresses.ts';
import { blocksOf } from './blocks-of.ts';
import type { Block, Inline } from './tree.ts';

/** Blocks that stand in each other; a message that nests deeper is drawn as it was written. */
const nestedBlocks = 16;
/** Cells that a message's tables may have together, counted before they are read. */
const cells = 2_000;

const reader = new MarkdownIt('default', { breaks: true, maxNesting: nestedBlocks + 4 });
// HTML and its named characters are shown as they were written. Definitions of links would not be shown at all, and
// nothing that somebody wrote vanishes. An image is a link: nothing is fetched from elsewhere.
reader.disable(['html_block', 'html_inline', 'entity', 'reference', 'image', 'linkify']);
reader.disable(['replacements', 'smartquotes']);
reader.normalizeLink = (typed) => linkTo(typed)?.href ?? '';
reader.normalizeLinkText = (typed) => linkTo(typed)?.text ?? typed;
reader.validateLink = (href) => href !== '';
reader.inline.ruler.before('escape', 'web_address', webAddress);

/** Reads what somebody wrote as Markdown (CommonMark with the tables, tasks and strikes of GFM), in linear time. */
export function parseBody(body: string): Block[] {
  const blocks = hasFewCells(body) ? blocksOf(reader.parse(body, {}), nestedBlocks) : null;
  return blocks ?? [{ kind: 'plain', of: asWritten(body) }];
}

function asWritten(body: string): Inline[] {
  return piecesOf(body).map(({ text, href }) =>
    href === null ? text : { kind: 'link', href, isAddress: true, of: [text] },
  );
}

/** A short line makes as many cells of every line below it as it has columns: that would not be linear. */
function hasFewCells(body: string): boolean {
  const lines = body.split('\n');
  let columns = 0;
  for (const line of lines)
    if (/^[\s|:>*+-]+$/.test(line)) columns = Math.max(columns, line.split('|').length);
  return columns * lines.length <= cells;
}

/** Until where a paragraph was searched for addresses, so that no part of it is read twice. */
const searched = new WeakMap<StateInline, number>();

/** An address that stands in the text as it is. The colon is where the reader stops on its own. */
function webAddress(state: StateInline, silent: boolean): boolean {
  const { src, pos, pending } = state;
  // What is skipped is the label of a link: whatever is in it does not end it.
  if (silent || state.linkLevel > 0 || !src.startsWith('://', pos)) return false;
  // Asked of the text and not of `pending`, which is put together anew, all of it, whenever it is looked at.
  const scheme = /https?$/i.exec(src.slice(Math.max(0, pos - 5), pos))?.[0] ?? '';
  const from = pos - scheme.length;
  if (scheme === '' || scheme.length > pending.length || from < (searched.get(state) ?? 0)) return false;
  const found = webAddressAt(src, from, state.posMax);
  if (!found) return false;
  searched.set(state, found.runEnd);
  if (!found.link) return false;
  state.pending = pending.slice(0, -scheme.length);
  const opening = state.push('link_open', 'a', 1);
  opening.attrs = [['href', found.link.href]];
  opening.markup = 'autolink';
  state.push('text', '', 0).content = found.link.text;
  state.push('link_close', 'a', -1);
  state.pos = found.end;
  return true;
}
