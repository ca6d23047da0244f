/** The words of commands that stand both in the account menu and in the switcher. */
export const commandWords = {
  shortcuts: 'Keyboard shortcuts',
  signOut: 'Sign out',
} as const;
