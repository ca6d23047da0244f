/** The words about the formatting of messages, as a part of words.ts. */
export const formattingWords = {
  done: 'Done',
  open: 'To do',
  copy: 'Copy code',
  copied: 'Code copied',
  more: 'Show more',
  less: 'Show less',
} as const;
