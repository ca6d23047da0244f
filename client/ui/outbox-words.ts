const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** Messages and changes of some, as far as there are any. */
const waiting = (messages: number, changes: number) =>
  [
    messages > 0 || changes === 0 ? plural(messages, 'message', 'messages') : '',
    changes > 0 ? plural(changes, 'change', 'changes') : '',
  ]
    .filter(Boolean)
    .join(' and ');

/** The words about what is not sent yet; words.ts holds them with all others. */
export const outboxWords = {
  title: 'Not sent yet',
  lead: 'This is kept in this browser until it is sent or discarded.',
  empty: 'Nothing waits to be sent.',
  failed: (messages: number, changes: number) => `${waiting(messages, changes)} not sent`,
  sending: (messages: number, changes: number) => `Sending ${waiting(messages, changes)}`,
  isSending: 'Sending',
  change: (what: string, conversation: string) => `${what}, in ${conversation}`,
  edit: 'Edit',
  deletion: 'Deletion',
  restoring: 'Deletion taken back',
  reaction: (emoji: string, given: boolean) => (given ? `Reaction ${emoji}` : `Reaction ${emoji} taken back`),
  pin: (given: boolean) => (given ? 'Pin' : 'Pin taken away'),
  save: (given: boolean) => (given ? 'Saved for later' : 'Not saved any more'),
  notSent: (reason: string | null) => (reason ? `Not sent: ${reason}` : 'Not sent'),
  retry: 'Retry',
  copy: 'Copy',
  copied: 'Text copied',
  discard: 'Discard',
  unknown: 'A conversation you are no longer in',
  item: (conversation: string) => `Message to ${conversation}`,
} as const;
