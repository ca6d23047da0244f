/** The words of pages that stand where nothing is to be shown. */
export const nowhereWords = {
  notFound: {
    title: 'There is nothing here',
    lead: 'The address may be wrong, or this is a conversation you are not in.',
    home: 'Back to your conversations',
  },

  offline: {
    title: 'Nothing is kept here',
    lead: 'This browser keeps no messages to show without the network: sign in when you are connected.',
    signIn: 'Sign in',
  },

  conversation: {
    none: 'No conversation is open',
    noneLead: 'Choose one from the list, or start a new one.',
    gone: 'This conversation is not here any more',
    goneLead: 'It was deleted, or you are no longer in it.',
    goGeneral: 'Open another conversation',
    offline: 'You are offline, and these messages are not kept here. They will load when you are back.',
  },
} as const;
