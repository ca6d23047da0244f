/** The words of searching, a part of words.ts that is fetched with the view. */

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const searchWords = {
  label: 'Search messages',
  placeholder: 'Words, "a phrase", -without',
  filters: 'Filters',
  from: 'From',
  in: 'In',
  date: 'Date',
  hasLink: 'Has a link',
  hasFile: 'Has a file',
  hasImage: 'Has an image',
  hasReaction: 'Has a reaction',
  isThread: 'In a thread',
  isPinned: 'Pinned',
  isSaved: 'Saved',
  fromTitle: 'Messages from',
  inTitle: 'Messages in',
  dateTitle: 'Messages of these days',
  person: 'Name of a person',
  conversation: 'Name of a conversation',
  nobody: 'Nobody is called that.',
  noConversation: 'No conversation is called that.',
  after: 'After',
  before: 'Before',
  on: 'On',
  apply: 'Apply',
  results: 'Messages found',
  count: (count: number, hasMore: boolean) =>
    hasMore ? `The newest ${count} messages` : plural(count, 'message', 'messages'),
  similar: (count: number, hasMore: boolean) =>
    `Nothing has exactly these words. ${hasMore ? `The newest ${count}` : plural(count, 'message', 'messages')} with similar ones:`,
  looking: 'Looking…',
  none: 'Nothing found',
  noneLead: 'Try fewer words, a part of a word, or another filter.',
  empty: 'Find any message that you may see',
  emptyLead:
    'Parts of words and slips of the keys are fine. Filters narrow it: from, in, dates, links, files, images, reactions, threads, pins, saved ones.',
  incomplete: 'The newest messages are still being taken into the index: some may be missing.',
  again: 'Look again',
  more: 'Show more',
  failed: 'The search did not work',
  recent: 'Recent searches',
  forget: (query: string) => `Forget ${query}`,
  forgetAll: 'Forget all',
  keptNone: 'Offline: this browser keeps no messages to look through.',
  kept: (conversations: number, since: string) =>
    `Offline: only what this browser keeps was looked through, ${plural(conversations, 'conversation', 'conversations')} back to ${since}.`,
  unknown: 'A conversation',
  thread: 'in a thread',
};
