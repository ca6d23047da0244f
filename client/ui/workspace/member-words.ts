import type { Role, UserState } from '#contract/users.ts';

export const memberWords = {
  lead: 'Everybody who has an account here.',
  role: 'Role',
  state: 'State',
  anyRole: 'Any role',
  anyState: 'Any state',
  none: 'Nobody fits.',
  roles: { owner: 'Owner', admin: 'Admin', member: 'Member', guest: 'Guest' } satisfies Record<Role, string>,
  roleHints: {
    owner: 'Everything, also other owners and the whole workspace.',
    admin: 'Looks after members, guests, channels, reports and settings.',
    member: 'Sees public channels and everybody, and writes to anybody.',
    guest: 'Sees only the conversations they were added to, and the people in them.',
  } satisfies Record<Role, string>,
  states: { active: 'Active', suspended: 'Suspended', removed: 'Removed' } satisfies Record<
    UserState,
    string
  >,
  bot: 'Bot',
  you: 'you',
  seen: (time: string) => `seen ${time}`,
  nowhere: 'signed in nowhere',
  change: 'Change role…',
  signOut: 'Sign out everywhere…',
  suspend: 'Suspend…',
  reactivate: 'Let them come in again',
  remove: 'Remove…',
  erase: 'Delete their messages…',
  roleTitle: (name: string) => `Role of ${name}`,
  roleLead: 'It holds at once, on every device of theirs.',
  signOutTitle: (name: string) => `Sign ${name} out`,
  signOutLead: 'All their devices are signed out at once. They can sign in again.',
  signOutYes: 'Sign out everywhere',
  suspendTitle: (name: string) => `Suspend ${name}`,
  suspendLead:
    'They are signed out at once and cannot come in until you let them. Their messages and memberships stay as they are.',
  suspendYes: 'Suspend',
  removeTitle: (name: string) => `Remove ${name}`,
  removeLead:
    'They are signed out at once, leave all channels, and cannot come back: this cannot be undone. Their name stays, so that what others answered makes sense.',
  eraseTitle: (name: string) => `Delete the messages of ${name}`,
  eraseLead: 'They are removed already. What they wrote goes for everybody, for good, in the background.',
  messages: 'Their messages',
  fates: {
    keep: 'Keep them under their name',
    delete: 'Delete them all, for good, in the background',
  },
  removeYes: 'Remove',
  eraseYes: 'Delete messages',
  done: {
    role: 'The role is changed.',
    signOut: 'Signed out everywhere.',
    suspend: 'Suspended.',
    reactivate: 'They can come in again.',
    remove: 'Removed.',
  },
} as const;
