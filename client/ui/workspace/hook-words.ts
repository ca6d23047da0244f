import type { HookEventType, OutgoingHook } from '#contract/hooks.ts';

export const hookWords = {
  offline: 'Without a connection webhooks cannot be changed.',
  incoming: 'Incoming',
  incomingLead:
    'What posts to Slack posts here by another address: texts, blocks and attachments. Each has a bot of its own, in one channel.',
  incomingList: 'Incoming webhooks',
  noIncoming: 'There are no incoming webhooks yet.',
  makeIncoming: 'New incoming webhook',
  outgoing: 'Outgoing',
  outgoingLead:
    'A program of yours is told what happens in conversations that you see: signed, in order, and again until it has taken it.',
  outgoingList: 'Outgoing webhooks',
  noOutgoing: 'There are no outgoing webhooks yet.',
  makeOutgoing: 'New outgoing webhook',
  make: 'Make webhook',
  save: 'Save',
  name: 'Name',
  nameHint: 'Its messages stand under it.',
  channel: 'Posts into',
  chooseChannel: 'Choose a channel',
  noChannels: 'There is no channel that you may add a bot to: create one, or join it.',
  url: 'Address',
  urlHint: 'What happens is posted there as JSON.',
  events: 'Is told of',
  event: {
    'message.created': 'New messages',
    'message.changed': 'Changed messages, with reactions',
    'message.deleted': 'Deleted messages',
    'member.joined': 'Who joins',
    'member.left': 'Who leaves',
    'conversation.changed': 'Names, topics and archiving',
  } satisfies Record<HookEventType, string>,
  conversations: 'In these conversations',
  threads: 'Threads',
  threadsHint: 'What is said in the threads of these conversations from now on, too.',
  postsInto: (name: string) => `Posts into #${name}`,
  lastUsed: (time: string) => `Last used ${time}`,
  unused: 'Never used',
  madeBy: (name: string) => `Made by ${name}`,
  toldOf: (events: readonly string[], count: number) =>
    `${events.join(' · ')}, in ${count} ${count === 1 ? 'conversation' : 'conversations'}`,
  ofOthers: 'Only its owner sees what it is told of.',
  state: {
    owner: 'Disabled',
    failing: 'Disabled: it failed for three days',
    gone: 'Disabled: its address answered that it is gone',
    forbidden: 'Disabled: its owner looks after bots no more',
  } satisfies Record<NonNullable<OutgoingHook['ended']>, string>,
  failing: (time: string) => `Failing since ${time}: tried again, nothing is lost`,
  log: 'Log',
  edit: 'Change',
  disable: 'Disable',
  enable: 'Enable',
  disabled: 'The webhook is disabled. It goes on where it was once it is enabled.',
  enabled: 'The webhook is enabled, and told what it missed.',
  newAddress: 'New address',
  newSecret: 'New secret',
  remove: 'Remove',
  sure: {
    newAddress: [
      (name: string) => `A new address for ${name}`,
      'The one it has stops working at once.',
      'Make address',
    ],
    removeIncoming: [
      (name: string) => `Remove ${name}?`,
      'Its address stops working, and its bot leaves the channel. Its messages stay under its name.',
      'Remove',
    ],
    newSecret: [
      (name: string) => `A new secret for ${name}`,
      'For a day what it is told is signed with both, so that nothing is refused meanwhile.',
      'Make secret',
    ],
    removeOutgoing: [
      (name: string) => `Remove ${name}?`,
      'It is told nothing any more, and its log is gone.',
      'Remove',
    ],
  },
  removed: 'The webhook is removed.',
  address: {
    title: 'Copy the address now',
    lead: 'It is shown this once. Whoever has it posts into the channel.',
    label: 'The address',
  },
  secret: {
    title: 'Copy the secret now',
    lead: 'It is shown this once. With it your program sees that what it is told comes from here (Standard Webhooks).',
    label: 'The secret',
  },
  logTitle: (name: string) => `What ${name} was told`,
  logLead: 'The latest tries first, for a week, a thousand at the most.',
  logList: 'Deliveries',
  noLog: 'It was told nothing yet.',
  more: 'Show more',
  replay: 'Replay from here',
  replayed: (name: string) => `${name} is told everything again from there.`,
  taken: (status: number, took: number) => `${status} in ${took} ms`,
  tryOf: (attempt: number) => (attempt > 1 ? ` · try ${attempt}` : ''),
  /** Why a try failed, by the reason in the log. */
  failures: {
    status: 'refused',
    timeout: 'no answer in 10 s',
    broken: 'no connection',
    private: 'a private address',
    unknown_host: 'no such name',
    certificate: 'no valid certificate',
    invalid: 'no valid address',
    secret: 'its secret cannot be read: make another one',
  } satisfies Record<string, string>,
} as const;

/** Why a try failed. */
export function failureWord(reason: string): string {
  const { failures } = hookWords;
  return Object.hasOwn(failures, reason) ? failures[reason as keyof typeof failures] : reason;
}
