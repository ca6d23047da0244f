import { v7 as uuidv7 } from 'uuid';
import { type ConversationId, conversationId, type UserId } from '#contract/ids.ts';
import type { Query } from '#platform/database.ts';
import { announceJoined } from './announce.ts';
import { insertMembers } from './member-rows.ts';

/** Makes `general`, the channel that an empty workspace's first user finds. */
export async function createFirstChannel(query: Query, createdBy: UserId): Promise<void> {
  await query(
    `INSERT INTO conversation (id, kind, name, topic, is_default, created_by_id)
     VALUES ($1, 'public', 'general', 'Everyone and everything', true, $2)`,
    [conversationId.parse(uuidv7()), createdBy],
  );
}

/** Puts a new user into the default channels. Run what it returns after the commit: it announces that. */
export async function joinDefaultChannels(query: Query, userId: UserId): Promise<() => void> {
  const channels = await query<{ id: ConversationId }>(
    'SELECT id FROM conversation WHERE is_default ORDER BY id FOR UPDATE',
    [],
  );
  for (const { id } of channels) await insertMembers(query, id, [userId]);
  return () => {
    for (const { id } of channels) announceJoined([userId], id);
  };
}
