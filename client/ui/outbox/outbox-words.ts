const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** Messages and changes of some, as far as there are any. */
const waiting = (messages: number, changes: number) =>
  [
    messages > 0 || changes === 0 ? plural(messages, 'message', 'messages') : '',
    changes > 0 ? plural(changes, 'change', 'changes') : '',
  ]
    .filter(Boolean)
    .join(' and ');

/** The words about what is not sent yet. */
export const outboxWords = {
  failed: (messages: number, changes: number) => `${waiting(messages, changes)} not sent`,
  sending: (messages: number, changes: number) => `Sending ${waiting(messages, changes)}`,
} as const;
