import { ArrowUp, FolderInput, Star, StarOff } from 'lucide-react';
import { useRef } from 'react';
import { useSidebar } from '#state/later-hooks.ts';
import { placeOf, starredPlace } from '#state/nouns/arranging.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { ArrowDown } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { Menu, MenuItem, MenuSeparator } from '#ui/parts/menu.tsx';
import { conversationMove } from './moves.ts';
import { sidebarWords } from './sidebar-words.ts';
import { focusRow, useArrange } from './use-arrange.ts';

interface ConversationMenuProps {
  conversationId: string;
  row: HTMLElement;
  /** What it stands beside, in the window. */
  at: DOMRect;
  byKeyboard: boolean;
  onClose: () => void;
}

const steps = [
  { step: -1, word: sidebarWords.moveUp, keys: 'Alt ↑', Icon: ArrowUp },
  { step: 1, word: sidebarWords.moveDown, keys: 'Alt ↓', Icon: ArrowDown },
] as const;

/** Where a conversation of the list may go, open. */
export function ConversationMenu({ conversationId, row, at, byKeyboard, onClose }: ConversationMenuProps) {
  const owner = useRef<HTMLElement>(row);
  const openDialog = useOpenDialog();
  const arrange = useArrange();
  const list = useConversationList();
  const place = placeOf(useSidebar(), conversationId);
  const isStarred = place === starredPlace;
  const name = list.all.find(({ conversation }) => conversation.id === conversationId)?.name ?? '';

  const choose = (run: () => void) => () => {
    onClose();
    // What it opens leads back to the row.
    row.focus({ preventScroll: true });
    run();
  };
  const star = () => {
    const to = isStarred ? null : starredPlace;
    arrange({ kind: 'place', conversationId, place: to, before: null });
    focusRow(conversationId);
  };
  const move = (step: 1 | -1) => {
    const next = conversationMove(list, conversationId, step);
    if (next?.command) arrange(next.command, next.said);
    focusRow(conversationId);
  };
  return (
    <div className="fixed z-50" style={{ left: at.x, top: at.y, width: at.width, height: at.height }}>
      <Menu
        button={owner}
        label={sidebarWords.menu(isolated(name))}
        byKeyboard={byKeyboard}
        onClose={onClose}
      >
        <MenuItem
          icon={isStarred ? <StarOff size={16} aria-hidden /> : <Star size={16} aria-hidden />}
          onSelect={choose(star)}
        >
          {isStarred ? sidebarWords.unstar : sidebarWords.star}
        </MenuItem>
        <MenuItem
          icon={<FolderInput size={16} aria-hidden />}
          onSelect={choose(() => openDialog({ name: 'move-conversation', conversationId }))}
        >
          {sidebarWords.move}
        </MenuItem>
        {place !== null && (
          <>
            <MenuSeparator />
            {steps.map(({ step, word, keys, Icon }) => (
              <MenuItem
                key={step}
                icon={<Icon size={16} aria-hidden />}
                hint={keys}
                onSelect={choose(() => move(step))}
              >
                {word}
              </MenuItem>
            ))}
          </>
        )}
      </Menu>
    </div>
  );
}
