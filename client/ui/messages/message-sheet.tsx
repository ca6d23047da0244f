import { useChat } from '#state/hooks.ts';
import { laidOver } from '#state/nouns/changes.ts';
import { Dialog } from '#ui/parts/dialog.tsx';
import type { Entry } from './entry.ts';
import { offeredActions } from './message-actions.ts';
import { useMessageSurroundings } from './message-context.ts';
import { messageWords } from './message-words.ts';
import { asReacting, QuickReactions } from './quick-reactions.tsx';

interface MessageSheetProps {
  conversationId: string;
  clientId: string;
  onClose: () => void;
}

/** What can be done with a message, as a sheet for the finger. */
export function MessageSheet({ conversationId, clientId, onClose }: MessageSheetProps) {
  const surroundings = useMessageSurroundings(conversationId);
  const entry = useEntry(conversationId, clientId);
  const context = surroundings && entry && { ...surroundings, entry };
  const reacting = context ? asReacting(context) : null;
  return (
    <Dialog title={messageWords.actions} onClose={onClose}>
      {reacting && (
        <div className="flex shrink-0 gap-2 px-3 pb-2">
          <QuickReactions context={reacting} isSheet onPress={onClose} />
        </div>
      )}
      <ul className="shrink-0 px-2 pb-2">
        {context &&
          offeredActions(context).map((action) => (
            <li key={action.name}>
              <button
                type="button"
                onClick={() => {
                  onClose();
                  action.run(context);
                }}
                className={`flex min-h-11 w-full items-center gap-3 rounded-control px-3 text-start -outline-offset-2 hover:bg-strong ${action.danger ? 'text-danger' : ''}`}
              >
                <action.icon size={18} aria-hidden className={action.danger ? '' : 'text-muted'} />
                {action.word}
              </button>
            </li>
          ))}
      </ul>
    </Dialog>
  );
}

/** A message as the timeline shows it; undefined when it is not loaded any more. */
export function useEntry(conversationId: string, clientId: string): Entry | undefined {
  const messages = useChat(({ timelines, changes, me }) =>
    laidOver(timelines[conversationId]?.messages ?? [], changes[conversationId] ?? [], me.id),
  );
  const pending = useChat(({ outbox }) => outbox[conversationId]?.find((item) => item.clientId === clientId));
  return pending ?? messages.find((message) => message.clientId === clientId);
}
