/** The words of the account menu that come with it. */
export const accountWords = {
  setStatus: 'Set a status',
  quiet: 'Do not disturb',
  quietUntil: (time: string) => `Do not disturb until ${time}`,
  stillSignedIn: 'The server cannot be reached: you are still signed in.',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
} as const;
