'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { HistoryPage } from '#contract/messages.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import { type ChatClient, createChatClient } from '#state/chat-client.ts';
import { ChatProvider, useHasEnded } from '#state/hooks.ts';
import { completion } from '#ui/completion/use-completion.tsx';
import { commandPart } from '#ui/composer/use-command.ts';
import { bodyReader } from '#ui/formatting/parsed.ts';
import { laterCommands } from '#ui/formatting/use-formatting.tsx';
import { messageEditor } from '#ui/messages/later-editor.tsx';
import { rowActions } from '#ui/messages/later-row-actions.tsx';
import type { Address } from '#ui/navigation/address.ts';
import { NavigationProvider } from '#ui/navigation/navigation.tsx';
import { Announcer } from '#ui/parts/announcer.tsx';
import { ClockProvider } from '#ui/parts/clock.tsx';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useFirstSign } from '#ui/parts/use-first-sign.ts';
import { PresenceWatcher } from '#ui/parts/watched-presence.tsx';
import { accountMenuItems } from '#ui/sidebar/account-menu.tsx';
import { failed } from '#ui/timeline/failed-part.tsx';
import { keepPositions, LeftPositionsContext, recallPositions } from '#ui/timeline/left-positions.ts';
import { linkCards } from '#ui/timeline/link-part.tsx';
import { pollView } from '#ui/timeline/poll-part.tsx';
import { type ChatParts, ChatPartsContext } from './chat-parts.tsx';
import { DialogHost, dialogs } from './dialog-host.tsx';
import { LaterHints } from './later-hints.tsx';
import { laterRare } from './later-rare.ts';
import { Shell } from './shell.tsx';
import { panelContent } from './side-panel.tsx';
import { dayFinder } from './use-opening.ts';
import { views } from './views.ts';
import type { ColumnWidths } from './width.ts';

const sessionEnded = loadLater(async () => (await import('./session-ended.tsx')).SessionEnded);

/** What a user may open next, so that it opens at once. */
function loadWhatMayOpen() {
  const parts = [
    dialogs,
    accountMenuItems,
    messageEditor,
    panelContent,
    dayFinder,
    commandPart,
    laterRare,
    failed,
    linkCards,
    pollView,
    views.search.content,
    bodyReader,
    laterCommands,
    rowActions,
    completion,
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
  parts: ChatParts;
}

/** The whole chat. The server draws it from these props and the browser goes on from them. */
export function Chat({ snapshot, opened, address, now, timeZone, widths, parts }: ChatProps) {
  const [client] = useState(() => createChatClient({ snapshot, ...(opened ? { opened } : {}) }));
  const [leftPositions] = useState(() => recallPositions(snapshot.me.id));
  const onPartDrawn = useStart(client);
  useEffect(() => keepPositions(snapshot.me.id, leftPositions), [snapshot.me.id, leftPositions]);

  return (
    <ChatProvider client={client}>
      <ClockProvider now={now} timeZone={timeZone}>
        <NavigationProvider initial={address}>
          <LeftPositionsContext value={leftPositions}>
            <Announcer>
              <ChatPartsContext value={parts}>
                <Body widths={widths} onPartDrawn={onPartDrawn} />
              </ChatPartsContext>
              <LaterHints />
            </Announcer>
          </LeftPositionsContext>
        </NavigationProvider>
      </ClockProvider>
    </ChatProvider>
  );
}

/** How many parts are drawn before the chat connects: the list and the column beside it. */
const partCount = 2;

/** Connects when what shows it answers: who is seen to be online can be written to by then. */
function useStart(client: ChatClient): () => void {
  const left = useRef(partCount);
  const start = useRef<() => void>(undefined);
  useEffect(() => {
    let stop = () => {};
    start.current = () => {
      stop = client.start();
    };
    if (left.current <= 0) start.current();
    return () => stop();
  }, [client]);
  return useCallback(() => {
    left.current -= 1;
    if (left.current === 0) start.current?.();
  }, []);
}

/** Nothing private stays on the screen of a session that is over. */
function Body({ widths, onPartDrawn }: { widths: ColumnWidths; onPartDrawn: () => void }) {
  useFirstSign(loadWhatMayOpen);
  const hasEnded = useHasEnded();
  const SessionEnded = useLater(sessionEnded, hasEnded, toSignIn);
  if (hasEnded) return SessionEnded && <SessionEnded />;
  return (
    <PresenceWatcher>
      <DialogHost>
        <Shell initialWidths={widths} onPartDrawn={onPartDrawn} />
      </DialogHost>
    </PresenceWatcher>
  );
}

/** What says so calmly cannot be had, but the session is over all the same. */
function toSignIn() {
  window.location.assign('/sign-in');
}
