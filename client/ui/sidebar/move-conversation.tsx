import { Folder, FolderPlus, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useActions } from '#state/hooks.ts';
import { useSidebar } from '#state/later-hooks.ts';
import { canMake, type Place, placeOf, starredPlace } from '#state/nouns/arranging.ts';
import { Dialog } from '#ui/parts/dialog.tsx';
import type { Icon } from '#ui/parts/icons.ts';
import { Check } from '#ui/parts/icons.ts';
import { SectionForm } from './section-form.tsx';
import { sidebarWords } from './sidebar-words.ts';
import { useArrange } from './use-arrange.ts';

interface MoveConversationProps {
  conversationId: string;
  onClose: () => void;
}

/** The sections that a conversation may go to, and a new one. */
export function MoveConversation({ conversationId, onClose }: MoveConversationProps) {
  const layout = useSidebar();
  const arrange = useArrange();
  const [isNew, setIsNew] = useState(false);
  const place = placeOf(layout, conversationId);

  const moveTo = (next: Place) => {
    if (next !== place) arrange({ kind: 'place', conversationId, place: next, before: null });
    onClose();
  };
  if (isNew) return <NewSection conversationId={conversationId} onClose={onClose} />;
  return (
    <Dialog title={sidebarWords.moveTitle} onClose={onClose}>
      <ul className="shrink-0 px-2 pb-2">
        {layout.sections.map(({ id, name }) => (
          <Choice key={id} icon={Folder} isChosen={id === place} onChoose={() => moveTo(id)}>
            {name}
          </Choice>
        ))}
        {place !== null && place !== starredPlace && (
          <Choice icon={Undo2} onChoose={() => moveTo(null)}>
            {sidebarWords.noSection}
          </Choice>
        )}
        {canMake(layout) && (
          <Choice icon={FolderPlus} onChoose={() => setIsNew(true)}>
            {sidebarWords.newSection}
          </Choice>
        )}
      </ul>
      {!canMake(layout) && <p className="px-5 pb-4 text-small text-muted">{sidebarWords.noMore}</p>}
    </Dialog>
  );
}

function NewSection({ conversationId, onClose }: MoveConversationProps) {
  const { arranging } = useActions();
  return (
    <SectionForm
      title={sidebarWords.newTitle}
      action={sidebarWords.create}
      onName={async (name) => (await arranging()).makeSection(name, conversationId)}
      onClose={onClose}
    />
  );
}

interface ChoiceProps {
  icon: Icon;
  isChosen?: boolean;
  onChoose: () => void;
  children: string;
}

function Choice({ icon: Icon, isChosen = false, onChoose, children }: ChoiceProps) {
  return (
    <li>
      <button
        type="button"
        aria-current={isChosen ? 'true' : undefined}
        onClick={onChoose}
        className="flex min-h-9 w-full items-center gap-3 rounded-control px-3 text-start -outline-offset-2 hover:bg-strong pointer-coarse:min-h-11"
      >
        <Icon size={18} aria-hidden className="shrink-0 text-muted" />
        <bdi className="min-w-0 flex-1 truncate">{children}</bdi>
        {isChosen && <Check size={16} aria-hidden className="shrink-0" />}
      </button>
    </li>
  );
}
