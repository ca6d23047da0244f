import { emojiWords } from './emoji-words.ts';
import { formWords } from './form-words.ts';
import { formattingWords } from './formatting-words.ts';
import { mentionWords } from './mention-words.ts';
import { messageWords } from './message-words.ts';
import { outboxWords } from './outbox-words.ts';
import { keyWords, switcherWords } from './switcher-words.ts';
import { threadWords } from './thread-words.ts';
import { unreadWords } from './unread-words.ts';

/** Every word a person reads, in one place, ready for translation (the files beside this one are parts of it). */

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
    theme: 'Theme',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    shortcuts: 'Keyboard shortcuts',
    signOut: 'Sign out',
    stillSignedIn: 'The server cannot be reached: you are still signed in.',
  },

  connection: {
    connecting: 'Connecting…',
    offline: 'Offline: your messages will be sent when you are back',
  },

  outbox: outboxWords,

  offline: {
    title: 'Nothing is kept here',
    lead: 'This browser keeps no messages to show without the network: sign in when you are connected.',
    signIn: 'Sign in',
  },

  sidebar: {
    label: 'Conversations',
    starred: 'Starred',
    channels: 'Channels',
    direct: 'Direct messages',
    newChannel: 'New channel',
    newMessage: 'New message',
    browse: 'Browse channels',
    noDirect: 'Nobody yet. Write to someone.',
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

  unreads: unreadWords.unreads,
  notify: unreadWords.notify,
  saved: { title: 'Saved' },
  search: { title: 'Search', keys: 'Ctrl Shift F', here: 'Search in this conversation' },

  mentions: mentionWords,

  presence: { online: 'Online', away: 'Away', offline: 'Offline' },

  conversation: {
    opening: 'Opening a conversation',
    none: 'No conversation is open',
    noneLead: 'Choose one from the list, or start a new one.',
    unreachable: 'This conversation could not be loaded',
    unreachableLead: 'It will open when you are connected.',
    offline: 'You are offline, and these messages are not kept here. They will load when you are back.',
    gone: 'This conversation is not here any more',
    goneLead: 'It was deleted, or you are no longer in it.',
    goGeneral: 'Open another conversation',
    members: (count: number) => plural(count, 'member', 'members'),
    pins: (count: number) => plural(count, 'pinned message', 'pinned messages'),
    join: 'Join channel',
    joinLead: (name: string) => `You are looking at #${name}.`,
    archived: 'This channel is archived.',
    unarchive: 'Unarchive',
  },

  timeline: {
    label: 'Messages',
    isNew: 'New',
    jump: 'Jump to latest',
    jumpLabel: (count: number) => (count > 0 ? `Jump to latest, ${few(count)} new` : 'Jump to latest'),
    sending: 'Sending',
    failed: (reason: string | null) => (reason ? `Message not sent: ${reason}` : 'Message not sent'),
    retry: 'Retry',
    discard: 'Discard',
    edited: '(edited)',
    deleted: 'This message was deleted',
    joined: 'joined',
    actions: 'Message actions',
    /** What the button shows, and whose it is. */
    reaction: (emoji: string, names: string[], rest: number) => {
      const all = rest > 0 ? [...names, plural(rest, 'other', 'others')] : names;
      return `${emoji} ${few(names.length + rest)} from ${all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all.join()}`;
    },
    profile: 'View profile',
    copyLink: 'Copy link',
    copied: 'Link copied',
    loadingEarlier: 'Loading earlier messages…',
    loadingLater: 'Loading newer messages…',
    beyond: 'There is no message of that number here. This is the newest one.',
    loadFailed: 'These messages could not be loaded.',
    tryAgain: 'Try again',
    announce: (author: string, text: string) => `${author}: ${text}`,
    introChannel: (name: string) => `This is the beginning of #${name}`,
    introPublic: 'Everyone in the workspace can find this channel and join it.',
    introPrivate: 'Only the people who were added can see this channel.',
    introGroup: (name: string) => `This is the beginning of ${name}`,
    introDirect: (names: string) => `This is the beginning of your conversation with ${names}`,
    introDirectLead: 'Only the people in it can read what is written here.',
    introSelf: 'This is your own space',
    introSelfLead: 'Keep notes and links here. Nobody else can see them.',
    introAdd: 'Add people',
  },

  actions: messageWords,

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
  threads: threadWords,
  completion: emojiWords.completion,
  emoji: emojiWords.emoji,
  formatting: formattingWords,

  switcher: switcherWords,
  shortcuts: keyWords,

  notFound: {
    title: 'There is nothing here',
    lead: 'The address may be wrong, or this is a conversation you are not in.',
    home: 'Back to your conversations',
  },
  error: formWords.error,
} as const;
