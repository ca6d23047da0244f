import { Ellipsis } from 'lucide-react';
import type { ListSection } from '#ui/navigation/use-conversation-list.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useMenu } from '#ui/parts/use-menu.ts';
import { words } from '#ui/words.ts';

export const sectionMenuItems = loadLater(
  async () => (await import('./section-menu-items.tsx')).SectionMenuItems,
);

/** What can be done with a section of one's own: the button is there for the pointer over its heading, and the focus. */
export function SectionMenu({ section }: { section: ListSection }) {
  const { button, placement, close } = useMenu();
  const Items = useLater(sectionMenuItems, placement !== null, close);
  return (
    <span
      className={
        placement
          ? ''
          : 'opacity-0 group-hover/heading:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100'
      }
    >
      <IconButton {...button} label={words.sidebar.section(isolated(section.name))} size="small">
        <Ellipsis size={16} aria-hidden />
      </IconButton>
      {placement && Items && <Items {...placement} section={section} />}
    </span>
  );
}
