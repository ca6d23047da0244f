import { z } from 'zod';
import { limits } from '#contract/limits.ts';
import { nameText } from '#contract/text.ts';
import { email, handle, role } from '#contract/users.ts';
import { text, time, uuid, whole, yesOrNo } from './line-fields.ts';
import { defineNoun, field } from './noun.ts';

/** A text that a rule of the contract leaves as it is. */
const unchanged = (rule: z.ZodType<string>) =>
  z.string().refine((given) => rule.safeParse(given).data === given, { message: 'This is not allowed' });

/** The workspace's settings: one line. */
export const workspaceNoun = defineNoun({
  name: 'workspace',
  table: 'workspace',
  by: 'nothing',
  fields: {
    name: field('name', 'text', unchanged(nameText(limits.workspaceName))),
    openSignUp: field('open_sign_up', 'boolean', yesOrNo),
    openSignUpDecided: field('open_sign_up_decided', 'boolean', yesOrNo),
    signUpDomains: field('sign_up_domains', 'text[]', z.array(text(limits.domain)).max(limits.signUpDomains)),
    announceNewcomers: field('announce_newcomers', 'boolean', yesOrNo),
    requireSecondFactor: field('require_second_factor', 'boolean', yesOrNo),
    membersInvite: field('members_invite', 'boolean', yesOrNo),
    membersCreateChannels: field('members_create_channels', 'boolean', yesOrNo),
    editMinutes: field('edit_minutes', 'integer', whole.min(1).max(limits.editMinutes).nullable()),
    // Earlier exports do not say.
    linkPreviews: field('link_previews', 'boolean', yesOrNo.optional(), {
      value: 'coalesce(r."linkPreviews", true)',
    }),
    retentionDays: field('retention_days', 'integer', whole.min(1).max(limits.retentionDays).nullable()),
    pictureId: field('picture_id', 'uuid', uuid.nullable()),
  },
  from: 'workspace t',
  // The first is always 1; an import makes another epoch, and has the skeletons made anew.
  left: ['id', 'epoch', 'skeleton_version'],
  isThere: true,
});

export const usersNoun = defineNoun({
  name: 'users',
  table: 'user',
  by: 'nothing',
  fields: {
    id: field('id', 'uuid', uuid),
    name: field('name', 'text', unchanged(nameText(limits.userName))),
    handle: field('handle', 'text', unchanged(handle)),
    email: field('email', 'text', unchanged(email).nullable()),
    kind: field('kind', 'text', z.enum(['person', 'bot'])),
    role: field('role', 'text', role),
    title: field('title', 'text', text(1_000)),
    statusEmoji: field('status_emoji', 'text', text(limits.emoji)),
    statusText: field('status_text', 'text', text(1_000)),
    statusUntil: field('status_until', 'timestamptz', time.nullable()),
    timeZone: field('time_zone', 'text', text(100)),
    quietUntil: field('quiet_until', 'timestamptz', time.nullable()),
    pictureId: field('picture_id', 'uuid', uuid.nullable()),
    // Earlier exports do not say.
    hidesPreviews: field('hides_previews', 'boolean', yesOrNo.optional(), {
      value: 'coalesce(r."hidesPreviews", false)',
    }),
    createdAt: field('created_at', 'timestamptz', time),
    suspendedAt: field('suspended_at', 'timestamptz', time.nullable()),
    removedAt: field('removed_at', 'timestamptz', time.nullable()),
  },
  from: '"user" t ORDER BY t.id',
  // Made anew at the next start, for all of them together: see server/domain/skeleton-refresh.ts.
  derived: { handle_skeleton: 'r.id::text' },
  // Nobody has a password in the new place, and nobody has looked whether an address is theirs.
  left: ['password_hash', 'email_verified_at'],
});

/** Who made a bot. */
export const botsNoun = defineNoun({
  name: 'bots',
  table: 'bot',
  by: 'nothing',
  fields: {
    userId: field('user_id', 'uuid', uuid),
    ownerId: field('owner_id', 'uuid', uuid.nullable()),
  },
  from: 'bot t ORDER BY t.user_id',
});

export const sidebarsNoun = defineNoun({
  name: 'sidebars',
  table: 'sidebar',
  by: 'user',
  fields: {
    userId: field('user_id', 'uuid', uuid),
    version: field('version', 'integer', whole),
    layout: field(
      'layout',
      'jsonb',
      z.strictObject({
        sections: z
          .array(
            z.strictObject({
              id: uuid,
              name: unchanged(nameText(limits.sectionName)),
              isCollapsed: yesOrNo,
              conversationIds: z.array(uuid).max(limits.arranged),
            }),
          )
          .max(limits.sections),
        starred: z.array(uuid).max(limits.arranged),
      }),
    ),
  },
  from: 'sidebar t WHERE $1::uuid IS NULL OR t.user_id = $1 ORDER BY t.user_id',
});

export const auditNoun = defineNoun({
  name: 'audit',
  table: 'audit_entry',
  by: 'nothing',
  fields: {
    id: field('id', 'uuid', uuid),
    at: field('at', 'timestamptz', time),
    actorId: field('actor_id', 'uuid', uuid.nullable()),
    actorName: field('actor_name', 'text', text(500)),
    action: field('action', 'text', z.string().regex(/^[a-z_.]{1,60}$/)),
    targetKind: field(
      'target_kind',
      'text',
      z
        .string()
        .regex(/^[a-z_]{1,40}$/)
        .nullable(),
    ),
    targetId: field('target_id', 'uuid', uuid.nullable()),
    targetName: field('target_name', 'text', text(500)),
    address: field('address', 'text', text(200)),
    data: field(
      'data',
      'jsonb',
      z.record(
        text(100),
        z.union([text(2_000), z.number(), z.boolean(), z.null(), z.array(text(500)).max(1_000)]),
      ),
    ),
  },
  from: 'audit_entry t ORDER BY t.id',
});
