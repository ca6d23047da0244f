import { textOf } from './plain-text.ts';
import type { Block, Inline } from './tree.ts';

/** A message of more lines is folded; what is seen of it then is in folded.tsx, and is well below this. */
const foldedFrom = 30;
/** About so many characters stand in a line of a wide column. */
const lineLength = 100;

/** Whether a message is so long that only its beginning is shown, judged by what is in it: nothing is measured. */
export function isLong(blocks: readonly Block[]): boolean {
  return linesOf(blocks) > foldedFrom;
}

function linesOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + linesOfBlock(block), 0);
}

function linesOfBlock(block: Block): number {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'plain':
      return linesOfText(block.of);
    case 'quote':
      return linesOf(block.of);
    case 'list':
      return block.of.reduce((sum, item) => sum + Math.max(linesOf(item.of), 1), 0);
    case 'code':
      return block.text.split('\n').length + 1;
    case 'table':
      return block.rows.length + 1;
    case 'rule':
      return 1;
  }
}

function linesOfText(of: readonly Inline[]): number {
  const lines = of.map(textOf).join('').split('\n');
  return lines.reduce((sum, line) => sum + Math.max(Math.ceil(line.length / lineLength), 1), 0);
}
