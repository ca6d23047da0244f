/** The words of a preview, fetched with it. */
export const previewWords = {
  nothing: 'Nothing to preview yet.',
} as const;
