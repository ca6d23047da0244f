import { type Field, fenceAround, isOnLines, type LineMark, wholeLines } from './edits.ts';
import { type Mark, marksAround } from './marks.ts';

export type ActiveMark = Mark | LineMark | 'fence';

const lineMarks = ['ordered', 'bulleted', 'quote'] as const;

/** Which marks the caret stands in, or all that is selected: what the same command takes away again. In linear time. */
export function activeMarks(field: Field): ActiveMark[] {
  if (fenceAround(field)) return ['fence'];
  const { text, from, to } = field;
  const line = wholeLines(field);
  const inline = text.slice(from, to).includes('\n')
    ? []
    : marksAround(text.slice(line.from, line.to), from - line.from, to - line.from);
  return [...inline, ...lineMarks.filter((mark) => isOnLines(field, mark))];
}
