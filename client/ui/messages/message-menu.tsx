import { Fragment, useRef } from 'react';
import { Menu, MenuItem, MenuSeparator } from '#ui/parts/menu.tsx';
import { offeredActions } from './message-actions.ts';
import type { MessageContext } from './message-context.ts';
import { messageWords } from './message-words.ts';

interface MessageMenuProps {
  context: MessageContext;
  row: HTMLElement;
  /** What it stands beside, in the window. */
  at: DOMRect;
  byKeyboard: boolean;
  onClose: () => void;
}

/** All that can be done with a message, open. What is chosen runs with the focus on the message, and leads back there. */
export function MessageMenu({ context, row, at, byKeyboard, onClose }: MessageMenuProps) {
  const owner = useRef<HTMLElement>(row);
  const actions = offeredActions(context);
  return (
    // What is fixed stacks by itself: it has to be put above the names of the days.
    <div className="fixed z-50" style={{ left: at.x, top: at.y, width: at.width, height: at.height }}>
      <Menu button={owner} label={messageWords.actions} byKeyboard={byKeyboard} align="end" onClose={onClose}>
        {actions.map((action, index) => (
          <Fragment key={action.name}>
            {index > 0 && actions[index - 1]?.group !== action.group && <MenuSeparator />}
            <MenuItem
              icon={<action.icon size={16} aria-hidden />}
              danger={action.danger ?? false}
              hint={action.keys}
              onSelect={() => {
                onClose();
                row.focus({ preventScroll: true });
                action.run(context);
              }}
            >
              {action.word}
            </MenuItem>
          </Fragment>
        ))}
      </Menu>
    </div>
  );
}
