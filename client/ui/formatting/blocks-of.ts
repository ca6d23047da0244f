import type { Token } from 'markdown-it';
import { type Budget, inlinesOf, spend } from './inlines-of.ts';
import { textOf } from './plain-text.ts';
import type { Alignment, Block, Inline, Item } from './tree.ts';

/** What a message may be made of: one of more pieces is drawn as it was written. */
const pieces = 1_000;
/** Marks that may stand in each other. */
const nestedMarks = 16;

interface Cursor {
  tokens: readonly Token[];
  at: number;
  /** Blocks that may stand in each other. */
  depth: number;
  budget: Budget;
}

/**
 * The blocks that the reader's tokens mean.
 * @returns null when they nest deeper than `depth`, are too many, or show nothing of what was written
 */
export function blocksOf(tokens: readonly Token[], depth: number): Block[] | null {
  const budget = { pieces, depth: nestedMarks, isSpent: false };
  const blocks = blocksUntil({ tokens, at: 0, depth, budget }, '');
  return budget.isSpent || !blocks.some(showsSomething) ? null : blocks;
}

/** Whether there is more to see than the signs of an empty list, quote or table. */
function showsSomething(block: Block): boolean {
  switch (block.kind) {
    case 'rule':
      return true;
    case 'code':
      return block.text.trim() !== '';
    case 'quote':
      return block.of.some(showsSomething);
    case 'list':
      return block.of.some((item) => item.of.some(showsSomething));
    case 'table':
      return [block.head, ...block.rows].some((row) => row.some(saysSomething));
    default:
      return saysSomething(block.of);
  }
}

function saysSomething(line: readonly Inline[]): boolean {
  return line.some((inline) => textOf(inline).trim() !== '');
}

/** Reads on to the token that ends what was opened. */
function blocksUntil(cursor: Cursor, end: string): Block[] {
  const blocks: Block[] = [];
  while (!isAt(cursor, end)) {
    const block = blockOf(take(cursor), cursor);
    if (block) blocks.push(block);
  }
  cursor.at += 1;
  return blocks;
}

function isAt({ tokens, at, budget }: Cursor, type: string): boolean {
  const token = tokens[at];
  return !token || budget.isSpent || token.type === type;
}

function take(cursor: Cursor): Token | undefined {
  const token = cursor.tokens[cursor.at];
  cursor.at += 1;
  spend(cursor.budget);
  if (token && token.type !== 'inline' && token.level > cursor.depth) cursor.budget.isSpent = true;
  return token;
}

function blockOf(token: Token | undefined, cursor: Cursor): Block | null {
  switch (token?.type) {
    case 'paragraph_open':
      return { kind: 'paragraph', of: lineUntil(cursor, 'paragraph_close') };
    case 'heading_open':
      return { kind: 'heading', level: Number(token.tag.slice(1)), of: lineUntil(cursor, 'heading_close') };
    case 'blockquote_open':
      return { kind: 'quote', of: blocksUntil(cursor, 'blockquote_close') };
    case 'bullet_list_open':
      return { kind: 'list', start: null, of: itemsUntil(cursor, 'bullet_list_close') };
    case 'ordered_list_open': {
      const start = Number(token.attrGet('start') ?? 1);
      return { kind: 'list', start, of: itemsUntil(cursor, 'ordered_list_close') };
    }
    case 'table_open':
      return tableOf(cursor);
    case 'hr':
      return { kind: 'rule' };
    case 'fence':
    case 'code_block':
      return { kind: 'code', text: token.content.replace(/\n$/, ''), language: languageOf(token.info) };
    default:
      return null;
  }
}

/** The first word after a fence. */
function languageOf(info: string): string | null {
  return /^[^\s{]+/.exec(info.trim())?.[0].toLowerCase() ?? null;
}

function lineUntil(cursor: Cursor, end: string): Inline[] {
  const line: Inline[] = [];
  while (!isAt(cursor, end)) line.push(...inlinesOf(take(cursor)?.children ?? [], cursor.budget));
  cursor.at += 1;
  return line;
}

function itemsUntil(cursor: Cursor, end: string): Item[] {
  const items: Item[] = [];
  while (!isAt(cursor, end)) {
    take(cursor);
    items.push(itemOf(blocksUntil(cursor, 'list_item_close')));
  }
  cursor.at += 1;
  return items;
}

/** An item that begins with `[ ]` or `[x]` is a task (GFM, 5.3). */
function itemOf(blocks: Block[]): Item {
  const [first, ...others] = blocks;
  const [text, ...rest] = first?.kind === 'paragraph' ? first.of : [];
  if (typeof text !== 'string' || !/^\[[ xX]\]\s/.test(text)) return { checked: null, of: blocks };
  const line: Block = { kind: 'paragraph', of: [text.slice(4), ...rest] };
  return { checked: text[1] !== ' ', of: [line, ...others] };
}

const alignments: Record<string, Alignment> = {
  'text-align:center': 'center',
  'text-align:right': 'end',
};

function tableOf(cursor: Cursor): Block {
  const columns: Alignment[] = [];
  const rows: Inline[][][] = [];
  while (!isAt(cursor, 'table_close')) {
    const token = take(cursor);
    if (token?.type === 'tr_open') rows.push([]);
    if (token?.type === 'th_open') columns.push(alignments[`${token.attrGet('style')}`] ?? 'start');
    if (token?.type === 'th_open' || token?.type === 'td_open')
      rows.at(-1)?.push(lineUntil(cursor, token.type.replace('open', 'close')));
  }
  cursor.at += 1;
  const [head = [], ...others] = rows;
  return { kind: 'table', columns, head, rows: others };
}
