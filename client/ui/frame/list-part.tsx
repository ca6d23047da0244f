'use client';

import { ListStatus } from '#ui/composer/status-line.tsx';
import { OutboxButton } from '#ui/outbox/outbox-button.tsx';
import { Sidebar } from '#ui/sidebar/sidebar.tsx';
import { UndoAllRead } from '#ui/unreads/undo-all-read.tsx';
import { ViewLinks } from './view-links.tsx';

export function ListPart() {
  return (
    <Sidebar views={<ViewLinks />}>
      <ListStatus />
      <UndoAllRead />
      <OutboxButton />
    </Sidebar>
  );
}
