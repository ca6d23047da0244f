/** What several of the workspace's pages say. */
export const officeWords = {
  offline: 'You are offline: what stands here may be old, and cannot be changed.',
  find: 'Find',
  actions: (name: string) => `What to do with ${name}`,
  /** `1 message`, `2 messages`. */
  counted: (count: number, one: string, many: string) =>
    `${count.toLocaleString('en')} ${count === 1 ? one : many}`,
} as const;
