import { Ellipsis } from 'lucide-react';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { offeredActions } from './message-actions.ts';
import type { MessageContext } from './message-context.ts';
import { messageWords } from './message-words.ts';
import type { OpenMenu } from './open-menu.ts';
import { asReacting, QuickReactions } from './quick-reactions.tsx';

interface MessageBarProps {
  context: MessageContext;
  row: HTMLElement;
  onMore: (menu: OpenMenu) => void;
}

/** What floats over the message that the pointer or the focus is in. */
export function MessageBar({ context, row, onMore }: MessageBarProps) {
  const offered = offeredActions(context);
  const reacting = asReacting(context);
  if (offered.length === 0) return null;
  return (
    // As high as its row, in which the toolbar stays in sight below the name of the day.
    <div className="pointer-events-none absolute end-3 -top-4 bottom-0 z-20 over-code">
      <div
        role="toolbar"
        aria-label={messageWords.actions}
        className="pointer-events-auto sticky top-9 flex rounded-control border border-border bg-raised p-0.5 shadow-float"
      >
        {/* A finger has the sheet for these: a bar of them all would cover the message above. */}
        <span className="flex pointer-coarse:hidden">
          {reacting && <QuickReactions context={reacting} />}
          {offered
            .filter((action) => action.inBar)
            .map((action) => (
              <IconButton
                key={action.name}
                label={action.word}
                {...(action.keys ? { keys: action.keys.toUpperCase() } : {})}
                tabIndex={-1}
                size="small"
                onClick={() => {
                  // What it opens leads back to the message: the bar is gone by then.
                  row.focus({ preventScroll: true });
                  action.run(context);
                }}
              >
                <action.icon size={16} aria-hidden />
              </IconButton>
            ))}
        </span>
        <IconButton
          label={messageWords.more}
          aria-haspopup="menu"
          tabIndex={-1}
          size="small"
          onClick={(event) => {
            const at = event.currentTarget.getBoundingClientRect();
            onMore({ row, at, byKeyboard: event.detail === 0 });
          }}
        >
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
