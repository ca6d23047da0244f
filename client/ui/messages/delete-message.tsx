import { useActions, useChat, useMe } from '#state/hooks.ts';
import { laidOver, messageAt } from '#state/nouns/changes.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { words } from '#ui/words.ts';
import { messageWords } from './message-words.ts';

interface DeleteMessageProps {
  conversationId: string;
  seq: number;
  onClose: () => void;
}

/** Asks once before somebody else's message goes, or one's own by emptying its text. */
export function DeleteMessage({ conversationId, seq, onClose }: DeleteMessageProps) {
  const { id: myId } = useMe();
  const { deleteMessage } = useActions();
  const announce = useAnnounce();
  const message = useChat(({ timelines, changes, me }) => {
    const found = messageAt({ timelines }, { conversationId, seq });
    return found && (laidOver([found], changes[conversationId] ?? [], me.id)[0] ?? found);
  });
  const isOwn = message?.authorId === myId;
  return (
    <Dialog
      title={messageWords.delete}
      lead={isOwn ? messageWords.deleteOwn : messageWords.deleteOthers}
      onClose={onClose}
    >
      <DialogBody>
        <p
          dir="auto"
          className="own-box max-h-32 overflow-y-auto rounded-control bg-sunken p-3 text-small whitespace-pre-wrap wrap-anywhere"
        >
          {message?.body}
        </p>
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button
          look="danger"
          onClick={() => {
            onClose();
            if (!message || message.deletedAt) return;
            deleteMessage(message);
            announce(messageWords.deleted);
          }}
        >
          {messageWords.yesDelete}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
