/** The words about how much of that one wants to notice. */
export const notifyWords = {
  lead: 'For you alone, on all your devices.',
  level: 'What reaches the title of the page and the icon of the app',
  levels: { all: 'Everything', mentions: 'Mentions only', nothing: 'Nothing' },
  hints: {
    all: 'A dot for anything unread, a number for mentions and direct messages.',
    mentions: 'Only the number of mentions and direct messages.',
    nothing: 'Neither. It still stands out in the list.',
  },
  mute: 'Mute',
  muteHint:
    'Greyed in the list, not among Unreads, and counted nowhere. Mentions of you are still shown there.',
} as const;
