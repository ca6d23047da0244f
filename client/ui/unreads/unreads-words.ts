/** The words of the list of what is unread, a part of words.ts that is fetched with it. */
export const unreadsWords = {
  threadIn: (name: string) => `Thread in ${name}`,
  about: (place: string, text: string) => `${place}: ${text}`,
} as const;
