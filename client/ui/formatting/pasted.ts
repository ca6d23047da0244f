import { linkTo } from '#contract/web-addresses.ts';
import { type Edit, type Field, makeLink } from './edits.ts';
import { isInFence } from './line-keys.ts';

// What becomes of what is pasted. Text always stays as it was, to the byte.

/** An address that is pasted over words makes a link of them. Null: it is pasted as it is. */
export function linkFrom(field: Field, pasted: string): Edit | null {
  const address = pasted.trim();
  const selected = field.text.slice(field.from, field.to);
  if (selected.trim() === '' || selected.includes('\n') || /\s/.test(address)) return null;
  if (!isWebAddress(address) || isWebAddress(selected.trim()) || isInFence(field.text, field.from))
    return null;
  // A closing bracket would end the link early.
  return makeLink(field, /[()]/.test(address) ? `<${address}>` : address);
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && linkTo(text) !== null;
}

/** What an editor says of what it copied (`vscode-editor-data`). */
const modes: Record<string, string> = {
  plaintext: '',
  markdown: '',
  shellscript: 'sh',
  javascriptreact: 'jsx',
  typescriptreact: 'tsx',
};

/**
 * The language of pasted code, '' where it is not known; null when it does not look like code: that comes from an
 * editor, or has several lines of which some are indented.
 */
export function codeIn(pasted: string, editorData: string): string | null {
  const lines = pasted.split('\n');
  if (lines.length < 2) return null;
  const mode = modeIn(editorData);
  if (mode !== null) return mode;
  const indented = lines.filter((line) => /^(?:\t| {2})/.test(line) && line.trim() !== '');
  // A list is indented, too.
  return indented.length > 0 && !indented.every((line) => /^[-*+\d]/.test(line.trim())) ? '' : null;
}

function modeIn(editorData: string): string | null {
  if (editorData === '') return null;
  try {
    const data: unknown = JSON.parse(editorData);
    const mode = data && typeof data === 'object' && 'mode' in data ? data.mode : null;
    if (typeof mode !== 'string' || mode === 'markdown') return null;
    return modes[mode] ?? mode.replace(/[^\w+#-]/g, '');
  } catch {
    return null;
  }
}
