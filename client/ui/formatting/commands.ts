import { replaceText } from '#ui/parts/insert-text.ts';
import { type ActiveMark, activeMarks } from './active-marks.ts';
import { type Edit, type Field, makeLink, toggleFence, toggleLines, toggleMark } from './edits.ts';
import { indent, isInFence, nextLine } from './line-keys.ts';
import { codeIn, linkFrom } from './pasted.ts';

/** Every command of the toolbar, in its order. */
export const commands = {
  bold: (field: Field) => toggleMark(field, 'bold'),
  italic: (field: Field) => toggleMark(field, 'italic'),
  strike: (field: Field) => toggleMark(field, 'strike'),
  link: (field: Field) => makeLink(field),
  ordered: (field: Field) => toggleLines(field, 'ordered'),
  bulleted: (field: Field) => toggleLines(field, 'bulleted'),
  quote: (field: Field) => toggleLines(field, 'quote'),
  code: (field: Field) => toggleMark(field, 'code'),
  fence: (field: Field) => toggleFence(field),
} as const satisfies Record<string, (field: Field) => Edit>;

export type CommandName = keyof typeof commands;

function fieldOf({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Field {
  return { text: value, from: selectionStart, to: selectionEnd };
}

/** Changes a field as if it had been typed, so that undo takes it back; answers whether there was something to do. */
function apply(element: HTMLTextAreaElement, edit: Edit | null): boolean {
  if (!edit) return false;
  const { from, to, text, select } = edit;
  if (element.value.slice(from, to) !== text) replaceText(element, from, to, text);
  element.setSelectionRange(...select);
  return true;
}

/** Runs a command on what is selected in a field, which has the focus afterwards. */
export function run(element: HTMLTextAreaElement, name: CommandName): void {
  element.focus({ preventScroll: true });
  apply(element, commands[name](fieldOf(element)));
}

/** Which marks the caret of a field stands in. */
export function activeIn(element: HTMLTextAreaElement): ActiveMark[] {
  return activeMarks(fieldOf(element));
}

/** A new line, or a Tab; answers whether it was more than the key itself. */
export function pressLineKey(element: HTMLTextAreaElement, key: string, isShifted: boolean): boolean {
  const field = fieldOf(element);
  return apply(element, key === 'Tab' ? indent(field, isShifted) : nextLine(field));
}

/** What was pasted becomes a link; answers whether it did. */
export function pasteLink(element: HTMLTextAreaElement, text: string): boolean {
  return apply(element, linkFrom(fieldOf(element), text));
}

export interface PastedCode {
  text: string;
  language: string;
}

/** The code in what is pasted; null when it is none, or stands between fences already. */
export function pastedCode(element: HTMLTextAreaElement, data: DataTransfer): PastedCode | null {
  const text = data.getData('text/plain').replaceAll('\r\n', '\n');
  const language = codeIn(text, data.getData('vscode-editor-data'));
  if (language === null || isInFence(element.value, element.selectionStart)) return null;
  return { text, language };
}

/** Puts a fence around code that was pasted, where it still stands before the caret. */
export function fencePasted(element: HTMLTextAreaElement, { text, language }: PastedCode): void {
  element.focus({ preventScroll: true });
  const at = element.value.lastIndexOf(text);
  if (at < 0) return;
  const before = at > 0 && element.value[at - 1] !== '\n' ? '\n' : '';
  const code = text.endsWith('\n') ? text.slice(0, -1) : text;
  const fence = toggleFence({ text: code, from: 0, to: code.length }, language);
  const rest = element.value.slice(at + text.length);
  const behind = rest.startsWith('\n') ? '' : '\n';
  const block = before + fence.text + behind;
  apply(element, {
    from: at,
    to: at + text.length,
    text: block,
    select: [at + block.length, at + block.length],
  });
}
