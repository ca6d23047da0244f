import { z } from 'zod';
import { limits } from '#contract/limits.ts';
import { text, time, uuid, whole, yesOrNo } from './line-fields.ts';
import { defineNoun, field } from './noun.ts';

export const conversationsNoun = defineNoun({
  name: 'conversations',
  table: 'conversation',
  by: 'conversations',
  fields: {
    id: field('id', 'uuid', uuid),
    kind: field('kind', 'text', z.enum(['public', 'private', 'direct', 'thread'])),
    name: field('name', 'text', text(limits.conversationName).min(1).nullable()),
    topic: field('topic', 'text', text(limits.topic)),
    description: field('description', 'text', text(limits.description)),
    /** Of a direct conversation: whoever it is between. */
    userIds: field('direct_key', 'text[]', z.array(uuid).min(1).max(limits.directMembers).nullable(), {
      select: `string_to_array(t.direct_key, ',')`,
      value: `(SELECT string_agg(u, ',' ORDER BY u) FROM unnest(r."userIds") AS u)`,
    }),
    isDefault: field('is_default', 'boolean', yesOrNo),
    createdById: field('created_by_id', 'uuid', uuid.nullable()),
    createdAt: field('created_at', 'timestamptz', time),
    updatedAt: field('updated_at', 'timestamptz', time),
    memberCount: field('member_count', 'integer', whole),
    firstSeq: field('first_seq', 'integer', whole.min(1)),
    lastSeq: field('last_seq', 'integer', whole),
    version: field('version', 'integer', whole),
    lastMessageAt: field('last_message_at', 'timestamptz', time.nullable()),
    lastDeletedSeq: field('last_deleted_seq', 'integer', whole),
    pinCount: field('pin_count', 'integer', whole),
    retentionDays: field('retention_days', 'integer', whole.max(limits.retentionDays).nullable()),
    archivedAt: field('archived_at', 'timestamptz', time.nullable()),
    parentId: field('parent_id', 'uuid', uuid.nullable()),
    rootSeq: field('root_seq', 'integer', whole.min(1).nullable()),
  },
  from: 'conversation t WHERE t.id = ANY($1) ORDER BY t.id',
  // Made anew at the next start, for all of them together: see server/domain/skeleton-refresh.ts.
  derived: {
    name_skeleton: 'CASE WHEN r.name IS NOT NULL THEN r.id::text END',
    name_shape: 'CASE WHEN r.name IS NOT NULL THEN r.id::text END',
  },
  // What is being deleted is not taken along.
  left: ['closed_at', 'closed_messages'],
});

export const membersNoun = defineNoun({
  name: 'members',
  table: 'member',
  by: 'conversations',
  fields: {
    conversationId: field('conversation_id', 'uuid', uuid),
    userId: field('user_id', 'uuid', uuid),
    joinedAt: field('joined_at', 'timestamptz', time),
    lastReadSeq: field('last_read_seq', 'integer', whole),
    readVersion: field('read_version', 'integer', whole),
    notifyLevel: field('notify_level', 'text', z.enum(['all', 'mentions', 'nothing'])),
    muted: field('muted', 'boolean', yesOrNo),
    notifyVersion: field('notify_version', 'integer', whole),
  },
  from: 'member t WHERE t.conversation_id = ANY($1) ORDER BY t.conversation_id, t.user_id',
  derived: { parent_id: '(SELECT c.parent_id FROM conversation c WHERE c.id = r."conversationId")' },
});

/** Who was in a conversation: what they wrote there keeps its name, for guests too. */
export const formerMembersNoun = defineNoun({
  name: 'formermembers',
  table: 'former_member',
  by: 'conversations',
  fields: {
    conversationId: field('conversation_id', 'uuid', uuid),
    userId: field('user_id', 'uuid', uuid),
  },
  from: 'former_member t WHERE t.conversation_id = ANY($1) ORDER BY t.conversation_id, t.user_id',
});
