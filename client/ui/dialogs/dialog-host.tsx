import { type ReactNode, useCallback, useState } from 'react';
import { Outbox } from '#ui/outbox/outbox.tsx';
import { AddPeople } from './add-people.tsx';
import { BrowseChannels } from './browse-channels.tsx';
import { ChannelDetails } from './channel-details.tsx';
import { Members } from './members.tsx';
import { NewChannel } from './new-channel.tsx';
import { NewMessage } from './new-message.tsx';
import { type DialogRequest, OpenDialogContext } from './open-dialog.ts';
import { Settings } from './settings.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { Switcher } from './switcher.tsx';

/** The one place where dialogs are drawn. */
export function DialogHost({ children }: { children: ReactNode }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  const close = useCallback(() => setRequest(null), []);
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
    case 'details':
      return <ChannelDetails conversationId={request.conversationId} onClose={onClose} />;
    case 'members':
      return <Members conversationId={request.conversationId} onClose={onClose} />;
    case 'add-people':
      return <AddPeople conversationId={request.conversationId} onClose={onClose} />;
  }
}
