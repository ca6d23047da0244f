'use client';

import { Tooltip } from 'radix-ui';
import { useEffect, useState } from 'react';
import type { HistoryPage } from '#contract/messages.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import { createChatClient } from '#state/chat-client.ts';
import { ChatProvider, useConnection } from '#state/hooks.ts';
import { DialogHost } from '#ui/dialogs/dialog-host.tsx';
import { Announcer } from '#ui/parts/announcer.tsx';
import { ClockProvider } from '#ui/parts/clock.tsx';
import { type LeftPlaces, LeftPlacesContext } from '#ui/timeline/left-places.ts';
import type { Place } from './address.ts';
import { PlaceProvider } from './place.tsx';
import { SessionEnded } from './session-ended.tsx';
import { Shell } from './shell.tsx';

export interface ChatProps {
  snapshot: SyncSnapshot;
  /** The conversation that the address names, with its first page. */
  opened: { conversationId: string; page: HistoryPage } | null;
  place: Place;
  /** When the server drew this, in ms since 1970, and in which IANA zone. */
  now: number;
  timeZone: string;
  sidebarWidth: number;
}

/** The whole chat. The server draws it from these props and the browser goes on from them. */
export function Chat({ snapshot, opened, place, now, timeZone, sidebarWidth }: ChatProps) {
  const [client] = useState(() => createChatClient({ snapshot, ...(opened ? { opened } : {}) }));
  const [leftPlaces] = useState<LeftPlaces>(() => new Map());
  useEffect(() => client.start(), [client]);

  return (
    <ChatProvider client={client}>
      <ClockProvider now={now} timeZone={timeZone}>
        <PlaceProvider initial={place}>
          <LeftPlacesContext value={leftPlaces}>
            <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
              <Announcer>
                <Body sidebarWidth={sidebarWidth} />
                <SessionEnded />
              </Announcer>
            </Tooltip.Provider>
          </LeftPlacesContext>
        </PlaceProvider>
      </ClockProvider>
    </ChatProvider>
  );
}

/** Nothing private stays on the screen of a session that is over. */
function Body({ sidebarWidth }: { sidebarWidth: number }) {
  if (useConnection() === 'ended') return null;
  return (
    <DialogHost>
      <Shell sidebarWidth={sidebarWidth} />
    </DialogHost>
  );
}
