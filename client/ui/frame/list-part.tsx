'use client';

import { useChat, useOutbox } from '#state/hooks.ts';
import { ListStatus } from '#ui/composer/status-line.tsx';
import { Sidebar } from '#ui/sidebar/sidebar.tsx';
import { useRare } from './later-rare.ts';
import { ViewLinks } from './view-links.tsx';

export function ListPart() {
  return (
    <Sidebar views={<ViewLinks />}>
      <ListStatus />
      <Waiting />
    </Sidebar>
  );
}

/** That everything was just marked as read, what is not sent, and what is scheduled: most have nothing of it. */
function Waiting() {
  const isAllRead = useChat((state) => state.allRead !== null);
  const isUnsent = useOutbox().length > 0;
  const isScheduled = useChat(({ saved }) => saved.scheduled > 0);
  const rare = useRare(isAllRead || isUnsent || isScheduled);
  return (
    rare && (
      <>
        {isAllRead && <rare.UndoAllRead />}
        {isUnsent && <rare.OutboxButton />}
        {isScheduled && <rare.ScheduledButton />}
      </>
    )
  );
}
