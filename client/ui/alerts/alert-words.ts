/** What a device shows while nobody looks at the page, where no server pushes it. */
export const alertWords = {
  news: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
  thread: (name: string) => `A thread of ${name}`,
} as const;
