/** The words about accounts of people whom one looks after. */
export const personAccountWords = {
  link: {
    item: 'Link to a new password…',
    title: (name: string) => `A new password for ${name}`,
    lead: (name: string) =>
      `You get a link to hand over. Whoever opens it chooses the password of ${name}, and all their devices are signed out. It counts once, for a day, and is in the audit log.`,
    make: 'Make the link',
    once: (until: string) => `It is shown this once, and counts until ${until}.`,
    label: 'Link',
    hint: 'Hand it over in a way that nobody else reads.',
    copy: 'Copy the link',
    copied: 'The link is copied.',
    notCopied: 'It could not be copied: select it and copy it yourself.',
  },
  secondFactor: {
    item: 'Take away the second factor…',
    title: (name: string) => `The second factor of ${name}`,
    lead: 'For somebody who has lost theirs: the app, the passkeys and the recovery codes count no more, and the password alone lets them in until they set up another. It is in the audit log.',
    yes: 'Take it away',
    done: 'They sign in without a second factor.',
  },
  email: {
    item: 'Another address…',
    title: (name: string) => `Another address for ${name}`,
    lead: 'They sign in with it from now on. Nobody checks that it is theirs; the one before is told, where mail is sent.',
    label: 'New address',
    action: 'Save',
    done: 'The address is changed.',
  },
} as const;
