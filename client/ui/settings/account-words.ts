const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** The words of the sections about email, password and devices. */
export const accountWords = {
  unreachable: 'This could not be loaded. It will when you are connected.',
  offline: 'You are offline: nothing here can be changed until you are back.',

  email: {
    title: 'Email address',
    none: 'Your account has no address.',
    verified: 'Confirmed',
    pending: (email: string, until: string) =>
      `A link was mailed to ${email}. The address is yours once you have opened it, before ${until}.`,
    cancel: 'Cancel the change',
    cancelled: 'The address stays as it is.',
    change: 'Change the address',
    changed: 'Your address is changed.',
    sent: (email: string) => `A link was mailed to ${email}. Open it to confirm the address.`,
    leadWithMail: 'We mail a link to the new address, and a note to the one before.',
    leadWithoutMail:
      'This server sends no mail. An owner changes the own address here; everybody else asks an owner or admin.',
    address: 'New address',
    password: 'Your password',
    action: 'Change',
    needsPassword: 'Set a password first: changing the address asks for it.',
  },

  password: {
    title: 'Password',
    lead: 'Changing it signs out your other devices.',
    none: 'Your account has no password: you sign in some other way.',
    noneWithMail: 'A link to set one can be mailed to you.',
    noneWithoutMail: 'An owner or admin of the workspace can give you a link to set one.',
    mailLink: 'Mail me a link',
    linkMailed: (email: string) => `A link is on its way to ${email}.`,
    change: 'Change the password',
    old: 'Current password',
    next: 'New password',
    hint: 'At least 10 characters. A few plain words make a good one.',
    action: 'Change',
    changed: (ended: number) =>
      ended === 0
        ? 'Your password is changed. You were signed in nowhere else.'
        : `Your password is changed, and ${plural(ended, 'other device was', 'other devices were')} signed out.`,
  },

  devices: {
    lead: 'Where you are signed in. Sign out any device you do not know, then change your password and check for passkeys and access tokens that you do not know.',
    label: 'Your devices',
    here: 'This device',
    /** Each may be empty. */
    name: (browser: string, system: string) =>
      browser && system ? `${browser} on ${system}` : browser || system || 'An unknown device',
    now: 'In use now',
    seen: (when: string) => `Last used ${when}`,
    from: (address: string) => `Signed in from ${address}`,
    since: (when: string) => `Signed in ${when}`,
    end: 'Sign out',
    endLabel: (name: string) => `Sign out ${name}`,
    ended: (name: string) => `${name} was signed out.`,
    endOthers: 'Sign out all other devices',
    endedOthers: (count: number) => `${plural(count, 'device was', 'devices were')} signed out.`,
    endOthersLead:
      'All devices but this one are signed out. What was written there and not sent stays on them.',
    endOthersAction: 'Sign them out',
  },
} as const;
