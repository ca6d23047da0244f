import { v7 as uuidv7 } from 'uuid';
import { type ConversationId, conversationId, type UserId } from '#contract/ids.ts';
import type { Query } from '#platform/database.ts';
import { announceJoined } from './announce.ts';
import { insertMembers } from './member-rows.ts';
import { skeletonsOf } from './skeletons.ts';

/** Makes `general`, the channel that an empty workspace's first user finds. */
export async function createFirstChannel(query: Query, createdBy: UserId): Promise<void> {
  const name = 'general';
  const { caseless, shape } = skeletonsOf(name);
  await query(
    `INSERT INTO conversation (id, kind, name, name_skeleton, name_shape, topic, is_default, created_by_id)
     VALUES ($1, 'public', $2, $3, $4, 'Everyone and everything', true, $5)`,
    [conversationId.parse(uuidv7()), name, caseless, shape, createdBy],
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
