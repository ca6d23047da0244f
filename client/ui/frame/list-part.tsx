'use client';

import { useChat } from '#state/hooks.ts';
import { ListStatus } from '#ui/composer/status-line.tsx';
import { OutboxButton } from '#ui/outbox/outbox-button.tsx';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { Sidebar } from '#ui/sidebar/sidebar.tsx';
import { UndoAllRead } from '#ui/unreads/undo-all-read.tsx';
import { ViewLinks } from './view-links.tsx';

const scheduledButton = loadLater(
  async () => (await import('#ui/outbox/scheduled-button.tsx')).ScheduledButton,
);

export function ListPart() {
  return (
    <Sidebar views={<ViewLinks />}>
      <ListStatus />
      <UndoAllRead />
      <OutboxButton />
      <Scheduled />
    </Sidebar>
  );
}

/** Most have scheduled nothing, and load no script for it. */
function Scheduled() {
  const isAny = useChat(({ saved }) => saved.scheduled > 0);
  const Button = useLater(scheduledButton, isAny, nothing);
  return Button && <Button />;
}

/** Without it, the list is found beside Send. */
function nothing() {}
