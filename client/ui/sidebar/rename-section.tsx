import { useActions } from '#state/hooks.ts';
import { useSidebar } from '#state/later-hooks.ts';
import { words } from '#ui/words.ts';
import { SectionForm } from './section-form.tsx';
import { sidebarWords } from './sidebar-words.ts';

export function RenameSection({ sectionId, onClose }: { sectionId: string; onClose: () => void }) {
  const { arranging } = useActions();
  const { sections } = useSidebar();
  const section = sections.find(({ id }) => id === sectionId);
  return (
    <SectionForm
      title={sidebarWords.renameTitle}
      action={words.save}
      name={section?.name ?? ''}
      onName={async (name) => (await arranging()).arrange({ kind: 'rename', id: sectionId, name })}
      onClose={onClose}
    />
  );
}
