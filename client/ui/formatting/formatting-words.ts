/** The words about formatting that are fetched with what shows them. */
export const formattingWords = {
  copy: 'Copy code',
  copied: 'Code copied',
  toolbar: 'Formatting',
  commands: {
    bold: 'Bold',
    italic: 'Italic',
    strike: 'Strikethrough',
    link: 'Link',
    ordered: 'Numbered list',
    bulleted: 'List',
    quote: 'Quote',
    code: 'Code',
    fence: 'Code block',
  },
  preview: 'Preview',
  write: 'Go on writing',
  nothing: 'Nothing to preview yet.',
  isCode: 'This looks like code.',
  makeCode: 'Make it a code block',
  keep: 'Keep it as it is',
} as const;
