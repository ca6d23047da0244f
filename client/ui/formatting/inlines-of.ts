import type { Token } from 'markdown-it';
import { linkTo } from '#contract/web-addresses.ts';
import { bareLinksOf } from './bare-links.ts';
import { textOf } from './plain-text.ts';
import type { Inline } from './tree.ts';

/** How much of a message is still allowed; what would be more is told by `isSpent`. */
export interface Budget {
  pieces: number;
  /** Marks that may stand in each other. */
  depth: number;
  isSpent: boolean;
}

/** Counts one piece more. */
export function spend(budget: Budget): void {
  budget.pieces -= 1;
  if (budget.pieces < 0) budget.isSpent = true;
}

interface Cursor {
  /** Whether it stands in the label of a link. */
  isInLink: boolean;
  tokens: readonly Token[];
  at: number;
  budget: Budget;
}

/** The pieces of a line that the reader's tokens mean. */
export function inlinesOf(tokens: readonly Token[], budget: Budget): Inline[] {
  return inlinesUntil({ tokens, at: 0, budget, isInLink: false }, '', 0);
}

function inlinesUntil(cursor: Cursor, end: string, depth: number): Inline[] {
  const inlines: Inline[] = [];
  const { tokens, budget } = cursor;
  if (depth > budget.depth) budget.isSpent = true;
  for (; !budget.isSpent; cursor.at += 1) {
    const token = tokens[cursor.at];
    if (!token || token.type === end) break;
    const inline = inlineOf(token, cursor, depth);
    const last = inlines.at(-1);
    if (typeof inline === 'string' && typeof last === 'string') inlines[inlines.length - 1] = last + inline;
    else if (inline !== '') {
      spend(budget);
      // An image is a link: the sign before it goes.
      if (isLabelled(inline) && typeof last === 'string' && last.endsWith('!'))
        inlines[inlines.length - 1] = last.slice(0, -1);
      inlines.push(inline);
    }
  }
  return cursor.isInLink
    ? inlines
    : inlines.flatMap((inline) => (typeof inline === 'string' ? withLinks(inline, budget) : inline));
}

/** A text with the addresses in it that are written without a scheme. */
function withLinks(text: string, budget: Budget): Inline[] {
  return bareLinksOf(text).map(({ text: shown, href }): Inline => {
    if (href === null) return shown;
    spend(budget);
    return { kind: 'link', href, isAddress: true, of: [shown] };
  });
}

function inlineOf(token: Token, cursor: Cursor, depth: number): Inline {
  const inside = (end: string) => {
    cursor.at += 1;
    return inlinesUntil(cursor, end, depth + 1);
  };
  switch (token.type) {
    case 'softbreak':
    case 'hardbreak':
      return { kind: 'break' };
    case 'code_inline':
      return { kind: 'code', text: token.content };
    case 'strong_open':
      return { kind: 'strong', of: inside('strong_close') };
    case 'em_open':
      return { kind: 'emphasis', of: inside('em_close') };
    case 's_open':
      return { kind: 'strike', of: inside('s_close') };
    case 'link_open':
      return linkOf(
        `${token.attrGet('href') ?? ''}`,
        token.markup === 'autolink',
        inLink(cursor, () => inside('link_close')),
      );
    default:
      return token.content;
  }
}

/** A link has no other link in it. */
function inLink<Result>(cursor: Cursor, read: () => Result): Result {
  cursor.isInLink = true;
  const label = read();
  cursor.isInLink = false;
  return label;
}

function linkOf(href: string, isAddress: boolean, label: Inline[]): Inline {
  if (href === '') return label.map(textOf).join('');
  const text = label.map(textOf).join('');
  if (isAddress || !looksLikeAddress(text)) return { kind: 'link', href, isAddress, of: label };
  // A label that names an address: the one that opens stands there, so that it never tells of another.
  if (linkTo(text)?.href === href) return { kind: 'link', href, isAddress: true, of: [text] };
  return { kind: 'link', href, isAddress: false, of: /\s/.test(text) ? [`${text} (${href})`] : [href] };
}

function looksLikeAddress(label: string): boolean {
  return label.includes('://') || /^\s*www\./i.test(label);
}

function isLabelled(inline: Inline): boolean {
  return typeof inline === 'object' && inline.kind === 'link' && !inline.isAddress;
}
