/** The words of the list of keys that nothing else needs. */
export const keyListWords = {
  title: 'Keyboard shortcuts',
  groups: {
    go: 'Go',
    move: 'Move',
    write: 'Write',
    help: 'Help',
  },
  move: [
    ['Tab / Shift Tab', 'Next or previous control'],
    ['↑ / ↓ / Home / End', 'Move in the list, between messages, in a menu'],
    ['Page ↑ / Page ↓', 'Move a view of messages'],
    ['Enter / →', 'From a message to its links and actions'],
    ['← / →', 'Move between these; change the width of the list'],
    ['Shift F10', 'From a message or conversation to its menu'],
    ['Alt ↑ / ↓', 'In the list: move a section, or what stands in one'],
    ['Escape', 'Close what is on top; from an action to its message; else mark as read and go to the newest'],
  ],
  write: [
    ['Any letter', 'Write: the composer takes it'],
    ['↑', 'In an empty composer: edit your last message'],
    ['Enter', 'Send, open or choose'],
    ['Shift Enter', 'New line; in a list, its next item'],
    ['Ctrl B / I / E', 'Bold, italic, code'],
    ['Ctrl Shift X / U', 'Strikethrough, link'],
    ['Ctrl Shift 7 / 8 / 9', 'Numbered list, list, quote'],
    ['Backspace', 'Take back the last person chosen'],
  ],
} as const;
