import type { ConversationId, SessionId, UserId } from '#contract/ids.ts';
import type { Scope } from '#contract/scopes.ts';
import type { Role } from '#contract/users.ts';
import type { Readable } from './readable-state.ts';

/** Who is asking: a user, signed in on one of their sessions. */
export interface Actor {
  userId: UserId;
  sessionId: SessionId;
  role: Role;
  /** Where a token stands for the session: what it allows, and until when (null: until it is revoked). */
  token?: { scopes: readonly Scope[]; expiresAt: Date | null };
  /** The network address that the call came from; left out where nobody called. */
  address?: string;
  /** The address of this server as the caller knows it, such as https://chat.example.com: what passkeys are bound to. */
  origin?: string;
  /** The workspace requires a second factor that this user has not: they set one up before anything else. */
  mustSetUp?: boolean;
  /** For the one call that is about to read this conversation: what it is, if they may (null: they may not). */
  asked?: { conversationId: ConversationId; readable: Readable | null };
}

/** Where a call comes from, for those that nobody in particular may make. */
export interface From {
  /** The network address. */
  address: string;
}
