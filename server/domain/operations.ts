import type { DomainOperationName, OperationOutput, operations, ParsedInput } from '#contract/operations.ts';
import { cancelEmail, changeEmail, confirmEmail, getAccount } from './accounts.ts';
import type { Actor, From } from './actor.ts';
import { getAlertSettings, setAlertSettings } from './alert-settings.ts';
import type { Written } from './answer-text.ts';
import { getFileInfo, getFileText, listFiles, updateFile } from './attachments.ts';
import { listAudit } from './audit-list.ts';
import { createBot, listBots, rotateBotToken, updateBot } from './bots.ts';
import { deleteConversation, listDeletions } from './conversation-deletion.ts';
import {
  createConversation,
  getConversation,
  listConversations,
  updateConversation,
} from './conversations.ts';
import { discardLetter, getDeadLetters, retryLetter } from './dead-letters.ts';
import { endDevice, endOtherDevices, listDevices } from './devices.ts';
import { stopDigests } from './digest-tokens.ts';
import type { Existing } from './existing.ts';
import { createExport, deleteExport, listExports } from './exports.ts';
import { findHistory } from './history.ts';
import { listHookDeliveries, replayHook } from './hook-log.ts';
import {
  createIncomingHook,
  listIncomingHooks,
  removeIncomingHook,
  rotateIncomingHook,
} from './incoming-hooks.ts';
import {
  createInvitation,
  getInvitationSettings,
  listInvitations,
  mailInvitations,
  revokeInvitation,
} from './invitations.ts';
import { acceptInvitation, getOffer, getWelcome } from './joining.ts';
import { removePreview } from './link-previews.ts';
import {
  deleteManagedChannel,
  listManagedChannels,
  takeOverChannel,
  updateManagedChannel,
} from './managed-channels.ts';
import { listManagedPeople } from './managed-people.ts';
import { addMember, listMembers, removeMember } from './members.ts';
import { listMentions } from './mentions.ts';
import { deleteMessage, restoreMessage } from './message-deletion.ts';
import { editMessage, listEarlierTexts } from './message-edits.ts';
import { listChanges, sendMessage } from './messages.ts';
import { setNotifications } from './notifications.ts';
import {
  createOutgoingHook,
  listOutgoingHooks,
  removeOutgoingHook,
  rotateOutgoingHook,
  updateOutgoingHook,
} from './outgoing-hooks.ts';
import { addPasskey, removePasskey, startPasskey } from './passkeys.ts';
import { changePassword, forgetPassword, resetPassword } from './password-changes.ts';
import { reactivateUser, removeUser, setRole, signOutUser, suspendUser } from './people.ts';
import { makeResetLink, setEmail } from './person-accounts.ts';
import { setWorkspacePicture } from './pictures.ts';
import { listPins, pinMessage, unpinMessage } from './pins.ts';
import { closePoll, createPoll, listPollChoices, votePoll } from './polls.ts';
import { updateMe } from './profiles.ts';
import { notePushPresence, subscribeToPush, testPush, unsubscribeFromPush } from './push-subscriptions.ts';
import { listQuotes } from './quotes.ts';
import { addReaction, removeReaction } from './reactions.ts';
import { markRead } from './reads.ts';
import { createReminder, deleteReminder, listReminders, updateReminder } from './reminders.ts';
import { closeReport } from './report-ends.ts';
import { listReports, reportMessage, summarizeReports } from './reports.ts';
import { saveMessage, unsaveMessage } from './saved.ts';
import { listSaved, listSavedAmong, summarizeSaved } from './saved-list.ts';
import { createScheduled, deleteScheduled, listScheduled, updateScheduled } from './scheduled.ts';
import { sendScheduled } from './scheduled-sending.ts';
import { findBySearch } from './search.ts';
import { getSecurity, resetSecondFactor, unlinkSignOn } from './second-factor.ts';
import { getSidebar, setSidebar } from './sidebar.ts';
import { challengePasskey } from './sign-in.ts';
import { createUser } from './sign-up.ts';
import { requestInvitation } from './sign-up-rules.ts';
import { findSnapshot } from './sync.ts';
import { listThreads } from './thread-list.ts';
import { openThread } from './threads.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';
import { confirmTotp, removeTotp, renewOwnRecoveryCodes, startTotp } from './totp.ts';
import { getUsage } from './usage.ts';
import { listUsers } from './user-list.ts';
import { getMe, getUser } from './users.ts';
import { getWorkspace, getWorkspaceSettings, updateWorkspace } from './workspace.ts';

/** Operations marked `open` may be asked by nobody in particular. */
type Caller<Name extends DomainOperationName> = (typeof operations)[Name] extends { open: true }
  ? Actor | null
  : Actor;

/** An answer as a value, one that was there already, or one that is there as JSON. */
type Given<Output> = Output | Existing<Output> | Written<Output>;

export type Handlers = {
  [Name in DomainOperationName]: (
    actor: Caller<Name>,
    input: ParsedInput<Name>,
    from: From,
  ) => Promise<Given<OperationOutput<Name>>>;
};

/** What each operation does: a missing or wrongly typed one does not compile. */
export const handlers = {
  'workspace:get': getWorkspace,
  'workspace:update': updateWorkspace,
  'workspace:settings': getWorkspaceSettings,
  'audit:list': listAudit,
  'channel:list': listManagedChannels,
  'channel:update': updateManagedChannel,
  'channel:take-over': takeOverChannel,
  'channel:delete': deleteManagedChannel,
  'deletion:list': listDeletions,
  'person:list': listManagedPeople,
  'report:create': reportMessage,
  'report:list': listReports,
  'report:summary': summarizeReports,
  'report:close': closeReport,
  'usage:get': getUsage,
  'workspace:set-picture': setWorkspacePicture,
  'file:info': getFileInfo,
  'file:text': getFileText,
  'file:update': updateFile,
  'file:list': listFiles,
  'user:create': createUser,
  'invitation:create': createInvitation,
  'invitation:mail': mailInvitations,
  'invitation:list': listInvitations,
  'invitation:settings': getInvitationSettings,
  'invitation:revoke': revokeInvitation,
  'invitation:get': getOffer,
  'invitation:accept': acceptInvitation,
  'invitation:request': requestInvitation,
  'welcome:get': getWelcome,
  'user:me': getMe,
  'user:update': updateMe,
  'user:set-role': setRole,
  'user:suspend': suspendUser,
  'user:reactivate': reactivateUser,
  'user:remove': removeUser,
  'user:sign-out': signOutUser,
  'alert:settings': getAlertSettings,
  'alert:set': setAlertSettings,
  'push:subscribe': subscribeToPush,
  'push:unsubscribe': unsubscribeFromPush,
  'push:test': testPush,
  'push:present': notePushPresence,
  'digest:stop': stopDigests,
  'dead-letter:list': getDeadLetters,
  'dead-letter:retry': retryLetter,
  'dead-letter:discard': discardLetter,
  'sidebar:get': getSidebar,
  'sidebar:set': setSidebar,
  'user:list': listUsers,
  'user:get': getUser,
  sync: findSnapshot,
  'conversation:list': listConversations,
  'conversation:create': createConversation,
  'conversation:get': getConversation,
  'conversation:update': updateConversation,
  'conversation:delete': deleteConversation,
  'member:list': listMembers,
  'member:add': addMember,
  'member:remove': removeMember,
  'message:list': findHistory,
  'message:quotes': listQuotes,
  'message:send': sendMessage,
  'message:edit': editMessage,
  'message:delete': deleteMessage,
  'message:remove-preview': removePreview,
  'message:restore': restoreMessage,
  'message:edits': listEarlierTexts,
  'message:thread': openThread,
  'thread:list': listThreads,
  'reaction:add': addReaction,
  'reaction:remove': removeReaction,
  'message:pin': pinMessage,
  'message:unpin': unpinMessage,
  'pin:list': listPins,
  'message:save': saveMessage,
  'message:unsave': unsaveMessage,
  'account:get': getAccount,
  'password:change': changePassword,
  'password:forget': forgetPassword,
  'password:reset': resetPassword,
  'email:change': changeEmail,
  'email:cancel': cancelEmail,
  'email:confirm': confirmEmail,
  'session:list': listDevices,
  'session:end': endDevice,
  'session:end-others': endOtherDevices,
  'user:reset-link': makeResetLink,
  'user:set-email': setEmail,
  'saved:list': listSaved,
  'saved:among': listSavedAmong,
  'saved:summary': ({ userId }) => summarizeSaved(userId),
  'poll:create': createPoll,
  'poll:vote': votePoll,
  'poll:close': closePoll,
  'poll:among': listPollChoices,
  'scheduled:create': createScheduled,
  'scheduled:list': listScheduled,
  'scheduled:update': updateScheduled,
  'scheduled:delete': deleteScheduled,
  'scheduled:send': sendScheduled,
  'reminder:create': createReminder,
  'reminder:list': listReminders,
  'reminder:update': updateReminder,
  'reminder:delete': deleteReminder,
  'security:get': getSecurity,
  'totp:start': startTotp,
  'totp:confirm': confirmTotp,
  'totp:remove': removeTotp,
  'recovery-code:renew': renewOwnRecoveryCodes,
  'passkey:start': startPasskey,
  'passkey:add': addPasskey,
  'passkey:remove': removePasskey,
  'passkey:challenge': challengePasskey,
  'sign-on:unlink': unlinkSignOn,
  'user:reset-second-factor': resetSecondFactor,
  'export:create': createExport,
  'export:list': listExports,
  'export:delete': deleteExport,
  'message:search': findBySearch,
  'mention:list': listMentions,
  'conversation:changes': listChanges,
  'conversation:read': markRead,
  'conversation:notify': setNotifications,
  'token:list': listTokens,
  'token:create': createToken,
  'token:revoke': revokeToken,
  'bot:list': listBots,
  'bot:create': createBot,
  'bot:update': updateBot,
  'bot:rotate': rotateBotToken,
  'incoming-hook:list': listIncomingHooks,
  'incoming-hook:create': createIncomingHook,
  'incoming-hook:rotate': rotateIncomingHook,
  'incoming-hook:remove': removeIncomingHook,
  'outgoing-hook:list': listOutgoingHooks,
  'outgoing-hook:create': createOutgoingHook,
  'outgoing-hook:update': updateOutgoingHook,
  'outgoing-hook:rotate': rotateOutgoingHook,
  'outgoing-hook:remove': removeOutgoingHook,
  'outgoing-hook:deliveries': listHookDeliveries,
  'outgoing-hook:replay': replayHook,
} satisfies Handlers;
