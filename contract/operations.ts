import { z } from 'zod';
import { accountOperations } from './accounts.ts';
import { alertOperations } from './alerts.ts';
import { auditOperations } from './audit.ts';
import { botOperations } from './bots.ts';
import { conversationPatch, conversationQuery, myConversation, newConversation } from './conversations.ts';
import { deadLetterOperations } from './dead-letters.ts';
import type { RefusalAnswer } from './errors.ts';
import { exportOperations } from './exports.ts';
import { fileOperations } from './files.ts';
import { hookOperations } from './hooks.ts';
import { conversationId, userId } from './ids.ts';
import { invitationOperations } from './invitations.ts';
import { laterOperations } from './later-operations.ts';
import { listOf, listQuery } from './lists.ts';
import { managedChannelOperations } from './managed-channels.ts';
import { managedPeopleOperations } from './managed-people.ts';
import { member } from './members.ts';
import { mentionQuery } from './mentions.ts';
import { messageOperations } from './message-operations.ts';
import { changesPage, changesQuery, message } from './messages.ts';
import { notifyChange } from './notifications.ts';
import { peopleOperations } from './people.ts';
import { pictureOperations } from './pictures.ts';
import { pinOperations } from './pins.ts';
import { presence, presenceSet, presenceWatch } from './presence.ts';
import { readPosition, readState } from './reads.ts';
import { reportOperations } from './reports.ts';
import { savedOperations } from './saved.ts';
import { searchPage, searchQuery } from './search.ts';
import { secondFactorOperations } from './second-factor.ts';
import { sidebar, sidebarChange } from './sidebar.ts';
import { syncQuery, syncSnapshot } from './sync.ts';
import { threadOperations } from './threads.ts';
import { tokenOperations } from './tokens.ts';
import { usageOperations } from './usage.ts';
import { userQuery } from './user-query.ts';
import { me, newUser, user, userPatch } from './users.ts';
import { workspace, workspacePatch, workspaceSettings } from './workspace.ts';

/** How often a call may be made; the numbers are in server/platform/rate-limit.ts. */
export type RateClass = 'signUp' | 'password' | 'reset' | 'read' | 'search' | 'write' | 'send' | 'signal';

export interface Operation {
  /** Null: asked over the socket only, because the answer is about the socket itself. */
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | null;
  /** Below /api/v1. Parts in braces are fields of the input. */
  path: string;
  input: z.ZodObject;
  output: z.ZodType;
  rate: RateClass;
  /** What success answers over HTTP when something new came into being. */
  status?: 201;
  /** Asked before signing in. */
  open?: true;
}

const none = z.strictObject({});
const inConversation = z.strictObject({ conversationId });
const memberOf = z.strictObject({ conversationId, userId });

/** Every call once: the socket's handlers, the REST routes and the clients' types all come from here. */
export const operations = {
  'workspace:get': {
    method: 'GET',
    path: '/workspace',
    input: none,
    output: workspace,
    rate: 'read',
    open: true,
  },
  'workspace:update': {
    method: 'PATCH',
    path: '/workspace',
    input: workspacePatch,
    output: workspaceSettings,
    rate: 'write',
  },
  'workspace:settings': {
    method: 'GET',
    path: '/workspace/settings',
    input: none,
    output: workspaceSettings,
    rate: 'read',
  },
  ...auditOperations,
  ...managedChannelOperations,
  ...managedPeopleOperations,
  ...reportOperations,
  ...usageOperations,
  'user:create': {
    method: 'POST',
    path: '/users',
    input: newUser,
    output: me,
    rate: 'signUp',
    status: 201,
    open: true,
  },
  ...invitationOperations,
  'user:me': {
    method: 'GET',
    path: '/users/me',
    input: none,
    output: me,
    rate: 'read',
  },
  'user:update': {
    method: 'PATCH',
    path: '/users/me',
    input: userPatch,
    output: me,
    rate: 'write',
  },
  ...peopleOperations,
  ...alertOperations,
  ...deadLetterOperations,
  'sidebar:get': {
    method: 'GET',
    path: '/users/me/sidebar',
    input: none,
    output: sidebar,
    rate: 'read',
  },
  'sidebar:set': {
    method: 'PUT',
    path: '/users/me/sidebar',
    input: sidebarChange,
    output: sidebar,
    rate: 'write',
  },
  'user:list': {
    method: 'GET',
    path: '/users',
    input: userQuery,
    output: listOf(user),
    rate: 'read',
  },
  'user:get': {
    method: 'GET',
    path: '/users/{id}',
    input: z.strictObject({ id: userId }),
    output: user,
    rate: 'read',
  },
  sync: {
    method: 'GET',
    path: '/sync',
    input: syncQuery,
    output: syncSnapshot,
    rate: 'read',
  },
  'conversation:list': {
    method: 'GET',
    path: '/conversations',
    input: conversationQuery,
    output: listOf(myConversation),
    rate: 'read',
  },
  'conversation:create': {
    method: 'POST',
    path: '/conversations',
    input: newConversation,
    output: myConversation,
    rate: 'write',
    status: 201,
  },
  'conversation:get': {
    method: 'GET',
    path: '/conversations/{conversationId}',
    input: inConversation,
    output: myConversation,
    rate: 'read',
  },
  'conversation:update': {
    method: 'PATCH',
    path: '/conversations/{conversationId}',
    input: conversationPatch.extend({ conversationId }),
    output: myConversation,
    rate: 'write',
  },
  'conversation:delete': {
    method: 'DELETE',
    path: '/conversations/{conversationId}',
    input: inConversation,
    output: z.null(),
    rate: 'write',
  },
  'member:list': {
    method: 'GET',
    path: '/conversations/{conversationId}/members',
    input: listQuery.extend({ conversationId }),
    output: listOf(member),
    rate: 'read',
  },
  'member:add': {
    method: 'PUT',
    path: '/conversations/{conversationId}/members/{userId}',
    input: memberOf,
    output: member,
    rate: 'write',
    status: 201,
  },
  'member:remove': {
    method: 'DELETE',
    path: '/conversations/{conversationId}/members/{userId}',
    input: memberOf,
    output: z.null(),
    rate: 'write',
  },
  ...messageOperations,
  ...threadOperations,
  ...pinOperations,
  ...pictureOperations,
  ...fileOperations,
  ...savedOperations,
  ...laterOperations,
  ...secondFactorOperations,
  ...accountOperations,
  ...exportOperations,
  ...tokenOperations,
  ...botOperations,
  ...hookOperations,
  'message:search': {
    method: 'GET',
    path: '/search',
    input: searchQuery,
    output: searchPage,
    rate: 'search',
  },
  'mention:list': {
    method: 'GET',
    path: '/mentions',
    input: mentionQuery,
    output: listOf(message),
    rate: 'read',
  },
  'conversation:changes': {
    method: 'GET',
    path: '/conversations/{conversationId}/changes',
    input: changesQuery,
    output: changesPage,
    rate: 'read',
  },
  'conversation:read': {
    method: 'PUT',
    path: '/conversations/{conversationId}/read',
    input: readPosition,
    output: readState,
    rate: 'write',
  },
  'conversation:notify': {
    method: 'PUT',
    path: '/conversations/{conversationId}/notifications',
    input: notifyChange,
    output: myConversation,
    rate: 'write',
  },
  typing: {
    method: null,
    path: '',
    input: inConversation.extend({
      /** The text was emptied: whoever typed has stopped. */
      stopped: z.literal(true).optional(),
    }),
    output: z.null(),
    rate: 'signal',
  },
  'presence:watch': {
    method: null,
    path: '',
    input: presenceWatch,
    output: z.strictObject({ items: z.array(presence) }),
    rate: 'signal',
  },
  'presence:set': {
    method: null,
    path: '',
    input: presenceSet,
    output: z.null(),
    rate: 'signal',
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

/** Operations that are about the socket they are asked on; every other one is the domain's. */
export type SocketOperationName = {
  [Name in OperationName]: (typeof operations)[Name]['method'] extends null ? Name : never;
}[OperationName];
export type DomainOperationName = Exclude<OperationName, SocketOperationName>;

/** What a caller gives: defaults may be left out, ids are plain strings. */
export type OperationInput<Name extends OperationName> = z.input<(typeof operations)[Name]['input']>;
/** What a handler receives: parsed, with defaults and brands. */
export type ParsedInput<Name extends OperationName> = z.output<(typeof operations)[Name]['input']>;
export type OperationOutput<Name extends OperationName> = z.output<(typeof operations)[Name]['output']>;

/** Every acknowledgement: the answer, or why not. */
export type Answer<Data> = { ok: true; data: Data } | { ok: false; error: RefusalAnswer };
