import { conversationsNoun, formerMembersNoun, membersNoun } from './conversation-nouns.ts';
import { editsNoun, messagesNoun, savedNoun, votesNoun } from './message-nouns.ts';
import type { ImportedNoun } from './noun.ts';
import { auditNoun, botsNoun, sidebarsNoun, usersNoun, workspaceNoun } from './user-nouns.ts';

/** Everything that a workspace takes along, each after what it points to. Threads come after their parents: ids tell. */
export const workspaceNouns: readonly ImportedNoun[] = [
  usersNoun,
  botsNoun,
  conversationsNoun,
  membersNoun,
  formerMembersNoun,
  messagesNoun,
  editsNoun,
  votesNoun,
  savedNoun,
  sidebarsNoun,
  auditNoun,
  workspaceNoun,
];
