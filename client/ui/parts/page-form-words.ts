export const pageFormWords = { saved: 'Your changes are saved.' } as const;
