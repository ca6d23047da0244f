/**
 * Puts a text in the place of a part of a field, as if it had been typed: React hears of it, and where the field has the
 * focus, undo takes it back. The caret stands behind it.
 */
export function replaceText(field: HTMLTextAreaElement, from: number, to: number, text: string): void {
  if (document.activeElement === field) {
    field.setSelectionRange(from, to);
    // Old, and without a successor: nothing else leaves the field's way back as it was.
    const isDone =
      text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text);
    if (isDone) return;
  }
  field.setRangeText(text, from, to, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
}
