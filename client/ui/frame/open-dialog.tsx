import { useEffect } from 'react';
import { useConversation } from '#state/hooks.ts';
import { AddMembers } from '#ui/dialogs/add-members.tsx';
import { BrowseChannels } from '#ui/dialogs/browse-channels.tsx';
import { NewChannel } from '#ui/dialogs/new-channel.tsx';
import { NewMessage } from '#ui/dialogs/new-message.tsx';
import { NewPoll } from '#ui/dialogs/new-poll.tsx';
import { Notify } from '#ui/dialogs/notify.tsx';
import { PersonCard } from '#ui/dialogs/person-card.tsx';
import { QuietDialog } from '#ui/dialogs/quiet.tsx';
import { Shortcuts } from '#ui/dialogs/shortcuts.tsx';
import { StatusDialog } from '#ui/dialogs/status.tsx';
import { EmojiDialog } from '#ui/emoji/emoji-dialog.tsx';
import { Lightbox } from '#ui/files/lightbox.tsx';
import { ForwardDialog } from '#ui/forward/forward-dialog.tsx';
import { ShareDialog } from '#ui/forward/share-dialog.tsx';
import { InviteDialog } from '#ui/invitations/invite-dialog.tsx';
import { JumpToDate } from '#ui/jump/jump-to-date.tsx';
import { DeleteMessage } from '#ui/messages/delete-message.tsx';
import { EarlierTexts } from '#ui/messages/earlier-texts.tsx';
import { MessageSheet } from '#ui/messages/message-sheet.tsx';
import { ReactionsList } from '#ui/messages/reactions-list.tsx';
import type { DialogRequest } from '#ui/navigation/open-dialog.ts';
import { Outbox } from '#ui/outbox/outbox.tsx';
import { Scheduled } from '#ui/outbox/scheduled.tsx';
import { SendLater } from '#ui/outbox/send-later.tsx';
import { OwnReminder } from '#ui/saved/own-reminder.tsx';
import { RemindDialog } from '#ui/saved/remind-dialog.tsx';
import { MoveConversation } from '#ui/sidebar/move-conversation.tsx';
import { RenameSection } from '#ui/sidebar/rename-section.tsx';
import { Switcher } from '#ui/switcher/switcher.tsx';
import { ReportMessage } from '#ui/workspace/report-message.tsx';
import { useBackCloses } from './use-back-closes.ts';
import { views } from './views.ts';

interface OpenDialogProps {
  request: DialogRequest;
  onClose: () => void;
}

/** The dialog that is asked for. All of them are one script, fetched when the first is wanted. */
export function OpenDialog({ request, onClose }: OpenDialogProps) {
  useBackCloses(onClose);
  switch (request.name) {
    case 'new-channel':
      return <NewChannel onClose={onClose} />;
    case 'new-message':
      return <NewMessage onClose={onClose} />;
    case 'browse':
      return <BrowseChannels onClose={onClose} />;
    case 'status':
      return <StatusDialog onClose={onClose} />;
    case 'quiet':
      return <QuietDialog onClose={onClose} />;
    case 'shortcuts':
      return <Shortcuts onClose={onClose} />;
    case 'switcher':
      return <Switcher message={request.message ?? null} views={views} onClose={onClose} />;
    case 'outbox':
      return <Outbox onClose={onClose} />;
    case 'scheduled':
      return <Scheduled onClose={onClose} />;
    case 'send-later':
      return <SendLater request={request} onClose={onClose} />;
    case 'own-reminder':
      return <OwnReminder {...request} onClose={onClose} />;
    case 'emoji':
      return <EmojiDialog request={request} onClose={onClose} />;
    case 'rename-section':
      return <RenameSection sectionId={request.sectionId} onClose={onClose} />;
    case 'remind':
      return <RemindDialog message={request.message} onClose={onClose} />;
    case 'report':
      return <ReportMessage message={request.message} onClose={onClose} />;
    case 'lightbox':
      return <Lightbox message={request.message} fileId={request.fileId} onClose={onClose} />;
    case 'invite':
      return <InviteDialog onMade={request.onMade} onClose={onClose} />;
    case 'share':
      return <ShareDialog search={request.search} onClose={onClose} />;
    case 'person':
      return <PersonCard userId={request.userId} onClose={onClose} />;
    default:
      return <ConversationDialog request={request} onClose={onClose} />;
  }
}

interface ConversationDialogProps {
  request: Extract<DialogRequest, { conversationId: string }>;
  onClose: () => void;
}

/** A dialog about a conversation goes away with it. */
function ConversationDialog({ request, onClose }: ConversationDialogProps) {
  const conversation = useConversation(request.conversationId);
  const isGone = conversation === undefined;
  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
  if (!conversation) return null;
  switch (request.name) {
    case 'notify':
      return <Notify conversation={conversation} onClose={onClose} />;
    case 'move-conversation':
      return <MoveConversation conversationId={conversation.id} onClose={onClose} />;
    case 'new-poll':
      return <NewPoll {...request} onClose={onClose} />;
    case 'jump':
      return <JumpToDate conversation={conversation} onClose={onClose} />;
    case 'add-members':
      return <AddMembers conversationId={conversation.id} onClose={onClose} />;
    case 'message-actions':
      return <MessageSheet conversationId={conversation.id} clientId={request.clientId} onClose={onClose} />;
    case 'delete-message':
      return <DeleteMessage conversationId={conversation.id} seq={request.seq} onClose={onClose} />;
    case 'reactions':
      return <ReactionsList conversationId={conversation.id} seq={request.seq} onClose={onClose} />;
    case 'forward':
      return <ForwardDialog conversation={conversation} seq={request.seq} onClose={onClose} />;
    case 'earlier-texts':
      return <EarlierTexts messageId={request.messageId} onClose={onClose} />;
  }
}
