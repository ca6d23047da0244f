import { ArrowUp, Trash2 } from 'lucide-react';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { type ListSection, useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { leave } from '#ui/parts/focus.ts';
import { ArrowDown, Pencil } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { Menu, MenuItem, type MenuPlacement, MenuSeparator } from '#ui/parts/menu.tsx';
import { sectionMove } from './moves.ts';
import { sidebarWords } from './sidebar-words.ts';
import { useArrange } from './use-arrange.ts';

interface SectionMenuItemsProps extends MenuPlacement {
  section: ListSection;
}

/** What can be done with a section of one's own, open. */
export function SectionMenuItems({ section, ...placement }: SectionMenuItemsProps) {
  const { id, name } = section;
  const openDialog = useOpenDialog();
  const arrange = useArrange();
  const list = useConversationList();

  const move = (step: 1 | -1) => {
    const next = sectionMove(list, id, step);
    if (next?.command) arrange(next.command, next.said);
  };
  const remove = () => {
    const heading = placement.button.current?.closest('[data-heading]');
    const title = heading?.querySelector<HTMLElement>('h2 button');
    if (title) leave(title, '[data-heading] h2 button', 'nav');
    arrange({ kind: 'remove', id }, sidebarWords.removed(isolated(name)));
  };
  return (
    <Menu align="end" {...placement}>
      <MenuItem
        icon={<Pencil size={16} aria-hidden />}
        onSelect={() => openDialog({ name: 'rename-section', sectionId: id })}
      >
        {sidebarWords.rename}
      </MenuItem>
      <MenuItem icon={<ArrowUp size={16} aria-hidden />} hint="Alt ↑" onSelect={() => move(-1)}>
        {sidebarWords.moveUp}
      </MenuItem>
      <MenuItem icon={<ArrowDown size={16} aria-hidden />} hint="Alt ↓" onSelect={() => move(1)}>
        {sidebarWords.moveDown}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 size={16} aria-hidden />} danger onSelect={remove}>
        {sidebarWords.remove}
      </MenuItem>
    </Menu>
  );
}
