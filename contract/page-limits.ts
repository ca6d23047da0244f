/** The limits that a page's first script asks for: all of them (limits.ts, which has these too) would outweigh what does. */
export const pageLimits = {
  handle: 32,
  conversationName: 80,
  messageBody: 8_000,
  /** Different words of one message that mention somebody or something. */
  mentions: 50,
  /** More members than this are not mentioned all at once without asking first. */
  mentionsUnasked: 50,
  /** Unread mentions that are told and counted, in one conversation. */
  countedMentions: 200,
  /** So far after a read position deleted and own messages are told apart from unread ones. */
  skippedWithin: 200,
  page: 100,
  /** Users asked for by id in one call. */
  userIds: 200,
  watchedUsers: 500,
} as const;
