export const pageFormWords = { saved: 'Saved' } as const;
