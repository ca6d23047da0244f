'use client';

import { useEffect, useState } from 'react';
import type { HistoryPage } from '#contract/messages.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import { createChatClient } from '#state/chat-client.ts';
import { ChatProvider, useConnection } from '#state/hooks.ts';
import { messageEditor } from '#ui/messages/later-editor.tsx';
import { messageMenu } from '#ui/messages/row-actions.tsx';
import type { Address } from '#ui/navigation/address.ts';
import { NavigationProvider } from '#ui/navigation/navigation.tsx';
import { ConversationListProvider } from '#ui/navigation/use-conversation-list.ts';
import { Announcer } from '#ui/parts/announcer.tsx';
import { ClockProvider } from '#ui/parts/clock.tsx';
import { Hints } from '#ui/parts/hints.tsx';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { PresenceWatcher } from '#ui/parts/watched-presence.tsx';
import { accountMenuItems } from '#ui/sidebar/account-menu.tsx';
import { keepPositions, LeftPositionsContext, recallPositions } from '#ui/timeline/left-positions.ts';
import { DialogHost, dialogs } from './dialog-host.tsx';
import { Shell } from './shell.tsx';
import { toastLine, undoneLine } from './toasts.tsx';
import { useFirstSign } from './use-first-sign.ts';
import { views } from './views.ts';
import type { ColumnWidths } from './width.ts';

const sessionEnded = loadLater(async () => (await import('./session-ended.tsx')).SessionEnded);

/** What a user may open next, so that it opens at once. */
function loadWhatMayOpen() {
  const parts = [
    dialogs,
    accountMenuItems,
    messageMenu,
    messageEditor,
    toastLine,
    undoneLine,
    views.search.content,
  ];
  for (const part of parts) part.load().catch(() => {});
}

export interface ChatProps {
  snapshot: SyncSnapshot;
  /** The conversation that the address names, with its first page. */
  opened: { conversationId: string; page: HistoryPage } | null;
  address: Address;
  /** When the server drew this, in ms since 1970, and in which IANA zone. */
  now: number;
  timeZone: string;
  widths: ColumnWidths;
}

/** The whole chat. The server draws it from these props and the browser goes on from them. */
export function Chat({ snapshot, opened, address, now, timeZone, widths }: ChatProps) {
  const [client] = useState(() => createChatClient({ snapshot, ...(opened ? { opened } : {}) }));
  const [leftPositions] = useState(() => recallPositions(snapshot.me.id));
  useEffect(() => client.start(), [client]);
  useEffect(() => keepPositions(snapshot.me.id, leftPositions), [snapshot.me.id, leftPositions]);

  return (
    <ChatProvider client={client}>
      <ClockProvider now={now} timeZone={timeZone}>
        <NavigationProvider initial={address}>
          <LeftPositionsContext value={leftPositions}>
            <Announcer>
              <Body widths={widths} />
              <Hints />
            </Announcer>
          </LeftPositionsContext>
        </NavigationProvider>
      </ClockProvider>
    </ChatProvider>
  );
}

/** Nothing private stays on the screen of a session that is over. */
function Body({ widths }: { widths: ColumnWidths }) {
  useFirstSign(loadWhatMayOpen);
  const hasEnded = useConnection() === 'ended';
  const SessionEnded = useLater(sessionEnded, hasEnded, toSignIn);
  if (hasEnded) return SessionEnded && <SessionEnded />;
  return (
    <PresenceWatcher>
      <ConversationListProvider>
        <DialogHost>
          <Shell initialWidths={widths} />
        </DialogHost>
      </ConversationListProvider>
    </PresenceWatcher>
  );
}

/** What says so calmly cannot be had, but the session is over all the same. */
function toSignIn() {
  window.location.assign('/sign-in');
}
