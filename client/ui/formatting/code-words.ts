/** The words about code, fetched with what shows them. */
export const codeWords = {
  copy: 'Copy code',
  copied: 'Code copied',
  isCode: 'This looks like code.',
  makeCode: 'Make it a code block',
  keep: 'Keep it as it is',
} as const;
