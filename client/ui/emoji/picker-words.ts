/** The words of the emoji picker, a part of words.ts that is fetched with it. */
export const pickerWords = {
  /** In the order of the picker: what one uses, then the groups of Unicode. */
  sections: [
    'Often used',
    'Smileys and emotion',
    'People and body',
    'Animals and nature',
    'Food and drink',
    'Travel and places',
    'Activities',
    'Objects',
    'Symbols',
    'Flags',
  ],
  title: 'Choose an emoji',
  search: 'Search emoji',
  categories: 'Categories',
  found: 'Found',
  nothing: 'No emoji is called that.',
  toneTitle: 'Skin tone',
  tone: (tone: string) => `Skin tone: ${tone}`,
  tones: ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark'],
} as const;
