import type { Scope } from '#contract/scopes.ts';

/** What is said of tokens, one's own and a bot's. */
export const tokenWords = {
  scopes: 'What it may do',
  scope: {
    read: 'Read',
    send: 'Send messages',
    write: 'Arrange things',
    admin: 'Look after the workspace',
  } satisfies Record<Scope, string>,
  /** What each is, by whose the token is. */
  hints: {
    own: {
      read: 'Messages, channels and people that you see, and live events.',
      send: 'Write, change and delete messages, and react to them.',
      write: 'Create channels, add members, pin, and change your profile.',
      admin: 'What owners and admins do, as far as your role goes.',
    },
    bot: {
      read: 'Messages, channels and people that the bot sees, and live events.',
      send: 'Write, change and delete messages, and react to them.',
      write: 'Create channels, add members, pin, and change the bot’s profile.',
      admin: 'What owners and admins do, as far as the bot’s role goes.',
    },
  } satisfies Record<'own' | 'bot', Record<Scope, string>>,
  life: 'Works for',
  lives: { 30: '30 days', 90: '90 days', 365: 'A year', 0: 'Until it is revoked' },
  ends: (time: string) => `Until ${time}`,
  ended: (time: string) => `Ended ${time}`,
  endless: 'Until it is revoked',
  lastUsed: (time: string, address: string) => `Last used ${time} from ${address}`,
  unused: 'Never used',
  secretTitle: 'Copy the token now',
  secretLead: 'It is shown this once. Keep it like a password: whoever has it acts by it.',
  secret: 'The token',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'It could not be copied: select it and copy it by hand.',
  done: 'Done',
} as const;
