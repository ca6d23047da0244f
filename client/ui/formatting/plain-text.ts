import type { Block, Inline, Item } from './tree.ts';

/**
 * What a message says, without any marks of its formatting: for announcements, notifications and previews. Blocks and
 * rows stand on lines of their own.
 */
export function plainTextOf(blocks: readonly Block[]): string {
  return blocks
    .map(linesOf)
    .filter((lines) => lines !== '')
    .join('\n');
}

function linesOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'plain':
      return block.of.map(textOf).join('');
    case 'quote':
      return plainTextOf(block.of);
    case 'list':
      return block.of
        .map((item, index) => `${signOf(block.start, item, index)} ${plainTextOf(item.of)}`)
        .join('\n');
    case 'code':
      return block.text;
    case 'table':
      return [block.head, ...block.rows]
        .map((row) => row.map((cell) => cell.map(textOf).join('')).join(', '))
        .join('\n');
    case 'rule':
      return '';
  }
}

function signOf(start: number | null, { checked }: Item, index: number): string {
  if (checked !== null) return checked ? '☑' : '☐';
  return start === null ? '•' : `${start + index}.`;
}

/** What a piece of a line says, without any marks. */
export function textOf(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  switch (inline.kind) {
    case 'break':
      return '\n';
    case 'code':
      return inline.text;
    default:
      return inline.of.map(textOf).join('');
  }
}
