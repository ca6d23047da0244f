import { type Edit, type Field, isFence, lineEdit, lineStart, wholeLines } from './edits.ts';

// What the keys of new lines and of white space mean in Markdown.

/** A new line in a list or quote goes on with it; on a line that has nothing else, it ends it. Null: it is a new line. */
export function nextLine(field: Field): Edit | null {
  const { text, from, to } = field;
  if (from !== to || isInFence(text, from)) return null;
  const line = wholeLines(field);
  const whole = text.slice(line.from, line.to);
  const start = lineStart(whole);
  if (start.trim() === '' || from < line.from + start.length) return null;
  if (whole.trim() === start.trim())
    return { from: line.from, to: line.to, text: '', select: [line.from, line.from] };
  const inserted = `\n${nextStart(start)}`;
  const caret = from + inserted.length;
  return { from, to, text: inserted, select: [caret, caret] };
}

/** The next number, and a task that is not done. */
function nextStart(start: string): string {
  return start.replace(/\d{1,9}/, (number) => `${Number(number) + 1}`).replace(/\[[xX]\]/, '[ ]');
}

/** Tab and Shift+Tab: in code, and in a list. Null: the key leads to the next control, as everywhere. */
export function indent(field: Field, outwards: boolean): Edit | null {
  const { text, from, to } = field;
  const line = wholeLines(field);
  const isCode = isInFence(text, from);
  const lines = text.slice(line.from, line.to).split('\n');
  if (!(isCode || lines.some((each) => /[-*+>.)]/.test(lineStart(each))))) return null;
  if (isCode && !outwards && from === to)
    return { from, to, text: step, select: [from + step.length, from + step.length] };
  const moved = lines.map((each) => (outwards ? each.replace(/^(?:\t| {1,2})/, '') : step + each));
  return lineEdit(field, line.from, line.to, moved.join('\n'));
}

const step = '  ';

/** Whether a position stands between the lines of a fence. */
export function isInFence(text: string, at: number): boolean {
  const lines = text.slice(0, at).split('\n').slice(0, -1);
  return lines.filter(isFence).length % 2 === 1;
}
