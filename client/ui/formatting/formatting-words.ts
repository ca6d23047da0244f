/** The words of the toolbar. */
export const formattingWords = {
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
} as const;
