import { Ellipsis } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { type ListSection, useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { useMenu } from '#ui/parts/use-menu.ts';
import { SectionMenuItems } from './section-menu-items.tsx';
import { sidebarWords } from './sidebar-words.ts';

/** A menu in the heading of each section of one's own, which knows nothing of it. */
export function SectionMenus({ list }: { list: RefObject<HTMLElement | null> }) {
  const { sections } = useConversationList();
  const [headings, setHeadings] = useState<readonly HTMLElement[]>([]);
  useEffect(() => {
    const found = sections.flatMap(
      ({ id }) => list.current?.querySelector<HTMLElement>(`[data-section="${id}"] [data-heading]`) ?? [],
    );
    const isSame = (known: readonly HTMLElement[]) =>
      known.length === found.length && known.every((heading, index) => heading === found[index]);
    setHeadings((known) => (isSame(known) ? known : found));
  }, [list, sections]);
  return headings.map((heading) => {
    const id = heading.closest<HTMLElement>('[data-section]')?.dataset.section;
    const section = sections.find((one) => one.id === id);
    return section && createPortal(<SectionMenu section={section} />, heading, section.id);
  });
}

/** What can be done with a section: the button is there for the pointer over its heading, and the focus. */
function SectionMenu({ section }: { section: ListSection }) {
  const { button, placement } = useMenu();
  return (
    <span
      className={
        placement
          ? ''
          : 'opacity-0 group-hover/heading:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100'
      }
    >
      <IconButton {...button} label={sidebarWords.section(isolated(section.name))} size="small">
        <Ellipsis size={16} aria-hidden />
      </IconButton>
      {placement && <SectionMenuItems {...placement} section={section} />}
    </span>
  );
}
