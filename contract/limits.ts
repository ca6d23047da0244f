import { pageLimits } from './page-limits.ts';

/** Sizes that both sides agree on. Characters are Unicode code points unless said otherwise. */
export const limits = {
  ...pageLimits,
  /** Fields that one refusal names. */
  fieldErrors: 20,
  userName: 80,
  /** RFC 5321, 4.5.3.1.3: a forward path holds 256 octets with its brackets. */
  email: 254,
  /** Least length of a password, as NIST SP 800-63B asks for (8) and two more. */
  passwordMin: 10,
  passwordMax: 256,
  workspaceName: 80,
  /** RFC 1035, 2.3.4: octets of a domain's name, without its last dot. */
  domain: 253,
  signUpDomains: 50,
  /** Passkeys of one user, and characters of what one is called. */
  passkeys: 20,
  passkeyName: 60,
  recoveryCodes: 10,
  /** Minutes for which a sign-in stands for the password of whoever has none. */
  recentSignInMinutes: 10,
  /** UTF-16 units of a code as it is typed, of a ticket to the second step, and of each part of a passkey's answer. */
  code: 60,
  ticket: 100,
  passkeyPart: 16_384,
  /** UTF-16 units of who somebody is for an OpenID provider (OpenID Connect Core, 2: 255 ASCII characters). */
  subject: 255,
  /** Devices that one user is signed in on; the one that was used longest ago gives way. */
  sessions: 100,
  /** UTF-16 units of the token in a link. */
  linkToken: 100,
  /** Minutes for which a message may be edited, at the most: a year. */
  editMinutes: 525_600,
  /** What one says of a message that one reports, and reports of one user that nobody has looked at. */
  reportWords: 1_000,
  openReports: 50,
  /** What the author of a reported message is told. */
  warning: 2_000,
  /** Deletions under way that are shown. */
  deletions: 50,
  /** Hours that an invitation counts, at the most, unless it has no end; how many may come by it; where it leads to. */
  invitationHours: 720,
  invitationUses: 1_000,
  invitationChannels: 20,
  /** Addresses that one call mails invitations to, and that one user does within a day. */
  invitationEmails: 50,
  invitationEmailsDaily: 200,
  /** Invitations of one user that still count, and all that are kept of theirs. */
  openInvitations: 200,
  keptInvitations: 1_000,
  tokenName: 80,
  /** Tokens that one user has, those included that have expired. */
  tokensOfUser: 50,
  /** Bots of the workspace, without those that were removed. */
  bots: 200,
  /** Of a webhook: characters of its address, conversations that one is told of, and how many the workspace has. */
  hookUrl: 2_000,
  hookConversations: 100,
  outgoingHooks: 50,
  /** Of what other programs post: blocks, attachments and fields that are looked at. */
  hookParts: 100,
  /** UTF-16 units of an answer that are kept, and tries of one hook. */
  hookAnswer: 500,
  hookDeliveries: 1_000,
  /** UTF-16 units of what a browser calls itself that are kept. */
  userAgent: 500,
  /** What somebody does here, and what they say of their moment. */
  userTitle: 100,
  statusText: 100,
  /** UTF-16 units of a time zone's name: the longest of the tz database has 32. */
  timeZone: 64,
  /** Days ahead that a status may last, and that one may ask not to be disturbed. */
  profileDays: 366,
  /** Bytes of a picture as it is uploaded, and the pixels that it may unfold to. */
  pictureBytes: 10 * 1024 * 1024,
  picturePixels: 50_000_000,
  /** Files of one user that nothing uses yet, or no more, and bytes of all their files. */
  unusedFiles: 20,
  filesOfUser: 100 * 1024 * 1024,
  /** Files of one message. */
  messageFiles: 10,
  /** Characters of a file's name as it is kept, and as it is given. */
  fileName: 150,
  requestName: 1_000,
  altText: 1_000,
  /** Milliseconds of sound or video, and pixels of a side, that are believed. */
  fileDuration: 7 * 24 * 60 * 60_000,
  videoSide: 16_384,
  /** Bytes that are told of the beginning of a text. */
  fileText: 8 * 1024,
  /** Files of one user that went with no message yet. */
  unsentFiles: 100,
  topic: 500,
  description: 2_000,
  /** Earlier texts kept of one message; the oldest give way, also beyond `answerBytes` of them. */
  earlierTexts: 100,
  /** Within this time of a deletion, in ms, whoever deleted a message may bring it back. */
  restoreWithin: 15_000,
  /** Days after which messages may be removed, at the most: a hundred years. */
  retentionDays: 36_500,
  /** UTF-16 units of the longest emoji sequence, with room for ones to come. */
  emoji: 64,
  /** Different emoji on one message. */
  reactions: 50,
  /** Reactions on one message, all emoji together: it goes whole into every answer. */
  reactionsTotal: 1_000,
  /** Pinned messages of one conversation. */
  pins: 100,
  /** Messages that one user has saved. */
  saved: 2_000,
  /** Characters of a poll's question and of an option, and its options. */
  pollQuestion: 300,
  pollOption: 150,
  pollOptionsMin: 2,
  pollOptions: 10,
  /** Users named for one option of a poll, whoever voted first: it goes whole into every answer. The rest are counted. */
  pollNames: 50,
  /** Messages of one user that wait for their time, and their reminders; days ahead that either may lie. */
  scheduled: 100,
  reminders: 200,
  reminderText: 500,
  laterDays: 366,
  /** People in one direct conversation, its creator included. */
  directMembers: 10,
  /** People named in one call that creates a channel. */
  initialMembers: 200,
  /** Channels that one may be in, and as many direct conversations of three or more. */
  memberships: 1_000,
  /** Others may add somebody who is in fewer than this: that leaves room for one's own choice. */
  membershipsByOthers: 500,
  /** Channels with somebody in them that one user has created. */
  createdChannels: 500,
  /** Direct conversations that one user has started. */
  startedDirects: 2_000,
  /** Sections of one's own in the sidebar, and the conversations in them and among the starred, all together. */
  sections: 50,
  sectionName: 80,
  arranged: 1_000,
  /** Threads that one follows. Whoever replies in more does not follow them. */
  followedThreads: 5_000,
  /** Users named beside a message with a thread: whoever replied last. */
  threadAuthors: 3,
  /** Messages that one call may quote, and characters of each that are answered. */
  quotes: 20,
  quotedText: 500,
  quotedFiles: 4,
  /** Links of a message that have a preview; UTF-16 units of their addresses, and characters of what is told of a page. */
  previews: 3,
  previewUrl: 2_000,
  previewTitle: 200,
  previewDescription: 400,
  previewSiteName: 60,
  pageDefault: 50,
  changes: 500,
  changesDefault: 200,
  /** What a stream of events repeats of an absence: conversations, and changes in all of them. */
  resumedConversations: 100,
  resumedChanges: 5_000,
  /** Messages in one event of those that are repeated. */
  repeatedAtOnce: 20,
  /** Threads that one socket looks at without its user following them. */
  watchedThreads: 3,
  searchText: 100,
  /** What is looked for in messages. */
  searchQuery: 500,
  searchPage: 50,
  searchPageDefault: 20,
  /** UTF-16 units: a name of 80 characters, four bytes each, and an id, in base64url and JSON. */
  cursor: 1_000,
  /** UTF-16 units of the address that a browser is pushed to. */
  pushEndpoint: 2_000,
  /** Exports of one's own data, or of the workspace, that one user may ask for within a day. */
  exportsADay: 3,
  /** Days that the file of an export is kept. */
  exportDays: 7,
  /** Files of exports that one user downloads at once from one instance. */
  downloads: 4,
  /** Bytes of one request body or one socket frame: the longest message, every character of it escaped, fits. */
  requestBytes: 128 * 1024,
  /** Bytes of one answer's items, as JSON: whoever wants more asks again. */
  answerBytes: 1024 * 1024,
} as const;
