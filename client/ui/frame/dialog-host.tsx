import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useConversation } from '#state/hooks.ts';
import { AddMembers } from '#ui/dialogs/add-members.tsx';
import { BrowseChannels } from '#ui/dialogs/browse-channels.tsx';
import { ChannelDetails } from '#ui/dialogs/channel-details.tsx';
import { Members } from '#ui/dialogs/members.tsx';
import { NewChannel } from '#ui/dialogs/new-channel.tsx';
import { NewMessage } from '#ui/dialogs/new-message.tsx';
import { Settings } from '#ui/dialogs/settings.tsx';
import { Shortcuts } from '#ui/dialogs/shortcuts.tsx';
import { Switcher } from '#ui/dialogs/switcher.tsx';
import { type DialogRequest, OpenDialogContext } from '#ui/navigation/open-dialog.ts';
import { Outbox } from '#ui/outbox/outbox.tsx';
import { useBackCloses } from './use-back-closes.ts';

/** Draws the one dialog that is open, whatever part of the screen it belongs to. */
export function DialogHost({ children }: { children: ReactNode }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  const close = useCallback(() => setRequest(null), []);
  useBackCloses(request !== null, close);
  return (
    <OpenDialogContext value={setRequest}>
      {children}
      {request && <OpenDialog request={request} onClose={close} />}
    </OpenDialogContext>
  );
}

function OpenDialog({ request, onClose }: { request: DialogRequest; onClose: () => void }) {
  switch (request.name) {
    case 'new-channel':
      return <NewChannel onClose={onClose} />;
    case 'new-message':
      return <NewMessage onClose={onClose} />;
    case 'browse':
      return <BrowseChannels onClose={onClose} />;
    case 'settings':
      return <Settings onClose={onClose} />;
    case 'shortcuts':
      return <Shortcuts onClose={onClose} />;
    case 'switcher':
      return <Switcher onClose={onClose} />;
    case 'outbox':
      return <Outbox onClose={onClose} />;
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
    case 'details':
      return <ChannelDetails conversation={conversation} onClose={onClose} />;
    case 'members':
      return <Members conversation={conversation} onClose={onClose} />;
    case 'add-members':
      return <AddMembers conversationId={conversation.id} onClose={onClose} />;
  }
}
