import type { ConversationId, UserId } from '#contract/ids.ts';

/** Changes of one user's memberships that were announced while somebody reads them: true for joined. */
type Changes = Map<ConversationId, boolean>;

const readings = new Map<UserId, Set<Changes>>();

/** Notes that a user joined or left, for whoever reads that user's memberships now. */
export function noteMembership(userId: UserId, conversationId: ConversationId, isMember: boolean): void {
  for (const changes of readings.get(userId) ?? []) changes.set(conversationId, isMember);
}

/** Notes that a conversation is gone. */
export function noteClosed(conversationId: ConversationId): void {
  for (const changes of [...readings.values()].flatMap((ofUser) => [...ofUser]))
    changes.set(conversationId, false);
}

/**
 * Reads a user's conversations and hands them to `use`. What the database answers may be older than a change that was
 * announced before the answer is handled; so the changes announced meanwhile count over the answer. `use` is called
 * in the same turn and must not wait: whatever is announced afterwards is applied to what it did.
 */
export async function withMemberships(
  userId: UserId,
  read: () => Promise<ConversationId[]>,
  use: (conversations: ConversationId[]) => void,
): Promise<void> {
  const changes: Changes = new Map();
  const ofUser = readings.get(userId) ?? new Set<Changes>();
  readings.set(userId, ofUser.add(changes));
  try {
    const conversations = new Set(await read());
    for (const [conversationId, isMember] of changes) {
      if (isMember) conversations.add(conversationId);
      else conversations.delete(conversationId);
    }
    use([...conversations]);
  } finally {
    ofUser.delete(changes);
    if (ofUser.size === 0) readings.delete(userId);
  }
}
