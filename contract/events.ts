import { z } from 'zod';
import { conversation, myConversation } from './conversations.ts';
import { conversationId, userId } from './ids.ts';
import { message } from './messages.ts';
import { pollChoice } from './polls.ts';
import { presence } from './presence.ts';
import { readState } from './reads.ts';
import { reportCount } from './reports.ts';
import { savedChange, savedSummary } from './saved.ts';
import { sidebar } from './sidebar.ts';
import { user } from './users.ts';
import { workspace } from './workspace.ts';

/** Everything the server sends of its own accord, by name. `publish` accepts nothing else. */
/** Why a device is signed out: there, elsewhere, after too long; or the account may not come in any more. */
export const sessionEnd = z.enum([
  'signed_out',
  'signed_out_elsewhere',
  'expired',
  'password_changed',
  'suspended',
  'removed',
]);
export type SessionEnd = z.infer<typeof sessionEnd>;

export const events = {
  /** New and changed messages of one conversation, ascending by `version`, each whole. */
  changes: z.strictObject({ conversationId, items: z.array(message) }),
  /** A conversation that is new to me (with my own place in it), or whose facts changed (without). */
  conversation: z.union([myConversation, conversation]),
  'conversation:left': z.strictObject({ id: conversationId }),
  /** My read position moved, forward or back, perhaps on another device. */
  read: readState,
  /** I arranged my sidebar, perhaps on another device. */
  sidebar,
  /** What I saved for later changed, perhaps on another device. */
  saved: savedChange,
  /** My reminders or what I have scheduled changed, or the time of one came: the numbers after that. */
  later: savedSummary,
  /** I voted where nobody is told who did, or where not everybody is named, perhaps on another device. */
  'poll:choice': pollChoice,
  /** Somebody types, or with `stopped` does no more. */
  typing: z.strictObject({ conversationId, userId, stopped: z.literal(true).optional() }),
  presence,
  /** A user who is new, or changed their profile. */
  user,
  workspace,
  /** How many reports wait: to those who look after them. */
  reports: reportCount,
  /** Some events may not have arrived: ask `sync` what changed. */
  resync: z.strictObject({ reason: z.literal('missed') }),
  'session:ended': z.strictObject({ reason: sessionEnd }),
} as const;

export type EventName = keyof typeof events;
export type EventData<Name extends EventName> = z.infer<(typeof events)[Name]>;

/** The server's events as Socket.IO types them. */
export type ServerToClient = {
  [Name in EventName]: (data: EventData<Name>) => void;
};
