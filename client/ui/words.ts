import { formWords } from './form-words.ts';

/**
 * The words that a page of the chat begins with, ready for translation. Those of what is opened later are in files of their
 * own, beside this one and beside what shows them: they are fetched with it.
 */

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** A count on a badge: beyond two digits it says no more than that it is many. */
const few = (count: number) => (count > 99 ? '99+' : `${count}`);

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export const words = {
  product: formWords.product,
  pageTitle: formWords.pageTitle,
  failure: formWords.failure,
  someone: 'Someone',
  you: 'you',
  bot: 'bot',
  cancel: 'Cancel',
  close: 'Close',
  notice: 'Notice',
  save: 'Save',
  back: 'Back to conversations',
  skip: 'Skip to the messages',
  /** `forMe`: mentions and direct messages; they are counted, other unread ones are a dot. */
  chatTitle: (name: string, forMe: number, isUnread: boolean) =>
    `${forMe > 0 ? `(${few(forMe)}) ` : isUnread ? '• ' : ''}${formWords.pageTitle(name)}`,
  few,

  time: {
    today: 'Today',
    yesterday: 'Yesterday',
    day: (weekday: number, day: number, month: number, year: number | null) =>
      `${weekdays[weekday]}, ${day} ${months[month]}${year === null ? '' : ` ${year}`}`,
    exact: (day: string, clock: string) => `${day}, ${clock}`,
  },

  account: {
    menu: (name: string) => `Account: ${name}`,
    settings: 'Settings',
    workspace: 'Workspace',
  },

  connection: {
    connecting: 'Connecting…',
    offline: 'Offline: your messages will be sent when you are back',
  },

  sidebar: {
    label: 'Conversations',
    starred: 'Starred',
    channels: 'Channels',
    direct: 'Direct messages',
    newChannel: 'New channel',
    newMessage: 'New message',
    browse: 'Browse channels',
    noDirect: 'Nobody yet.',
    writeTo: 'Write to someone',
    noChannels: 'You are in no channel yet.',
    emptySection: 'Nothing in it yet.',
    link: (name: string, unread: number, muted = false) =>
      `${name}${unread > 0 ? `, ${few(unread)} unread` : ''}${muted ? ', muted' : ''}`,
    unreadElsewhere: (forMe: number) =>
      forMe > 0 ? `${few(forMe)} unread for you elsewhere` : 'Unread elsewhere',
    width: 'Width of the list',
    panelWidth: 'Width of the side panel',
    views: 'Overview',
    viewCount: (name: string, count: number) => (count > 0 ? `${name}, ${few(count)}` : name),
    self: (name: string) => `${name} (you)`,
  },

  unreads: { title: 'Unreads', markAll: 'Mark all read' },
  notify: { title: 'Notifications', muted: 'Notifications: muted' },
  saved: { title: 'Saved' },
  search: { title: 'Search', keys: 'Ctrl Shift F', here: 'Search in this conversation' },

  mentions: { title: 'Mentions', you: '(you)', forYou: 'Mentions you:' },

  presence: { online: 'Online', away: 'Away', offline: 'Offline' },

  conversation: {
    opening: 'Opening a conversation',
    unreachable: 'This conversation could not be loaded',
    unreachableLead: 'It will open when you are connected.',
    members: (count: number) => plural(count, 'member', 'members'),
    pins: (count: number) => plural(count, 'pinned message', 'pinned messages'),
    archived: 'This channel is archived.',
  },

  timeline: {
    label: 'Messages',
    isNew: 'New',
    jump: 'Jump to latest',
    jumpLabel: (count: number) => (count > 0 ? `Jump to latest, ${few(count)} new` : 'Jump to latest'),
    sending: 'Sending',
    failed: (reason: string | null) => (reason ? `Message not sent: ${reason}` : 'Message not sent'),
    edited: '(edited)',
    deleted: 'This message was deleted',
    joined: 'joined',
    /** What the button shows, and whose it is. */
    reaction: (emoji: string, names: string[], rest: number) => {
      const all = rest > 0 ? [...names, plural(rest, 'other', 'others')] : names;
      return `${emoji} ${few(names.length + rest)} from ${all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all.join()}`;
    },
    loadingEarlier: 'Loading earlier messages…',
    loadingLater: 'Loading newer messages…',
    beyond: 'There is no message of that number here. This is the newest one.',
    loadFailed: 'These messages could not be loaded.',
    tryAgain: 'Try again',
    announce: (author: string, text: string) => `${author}: ${text}`,
  },

  actions: {
    editedAt: (time: string) => `Edited on ${time}`,
    saving: 'Saving',
    notEdited: (reason: string | null) => (reason ? `Edit not saved: ${reason}` : 'Edit not saved'),
    undo: 'Undo',
    pinnedBy: 'Pinned by',
    saved: 'Saved for later',
  },

  composer: {
    label: (name: string) => `Message ${name}`,
    send: 'Send',
    attach: 'Attach files',
    record: 'Record a voice message',
    later: 'Send later',
    left: (count: number) => `${plural(count, 'character', 'characters')} left`,
    over: (count: number) =>
      `This is ${plural(count, 'character', 'characters')} too long. A message holds up to 8,000.`,
    typing: (names: string[]) =>
      names.length === 1
        ? `${names[0]} is typing`
        : names.length === 2
          ? `${names[0]} and ${names[1]} are typing`
          : 'Several people are typing',
  },

  threads: {
    inbox: 'Threads',
    replies: (count: number) => (count === 1 ? '1 reply' : `${count} replies`),
    unread: 'unread',
    lastReply: (when: string) => `Last reply ${when}`,
    composer: (name: string) => `Message thread in ${name}`,
    sentFrom: 'Replied in a thread',
  },

  emoji: { open: 'Emoji', list: 'Emoji', addReaction: 'Add reaction' },

  formatting: {
    done: 'Done',
    open: 'To do',
    show: 'Show formatting',
    hide: 'Hide formatting',
    more: 'Show more',
    less: 'Show less',
  },

  switcher: { title: 'Jump to a conversation', keys: 'Ctrl K' },
  shortcuts: { noUnread: 'Nothing else is unread' },
} as const;
