import { useConnection, useOutbox } from '#state/hooks.ts';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { words } from '#ui/words.ts';
import { listWords } from './list-words.ts';
import { OutboxItem } from './outbox-item.tsx';

/** Everything that is on its way or was refused, over all conversations, in order of writing. */
export function Outbox({ onClose }: { onClose: () => void }) {
  const outbox = useOutbox();
  const isOffline = useConnection() === 'offline';
  return (
    <Dialog
      title={listWords.title}
      lead={isOffline ? words.connection.offline : listWords.lead}
      wide
      onClose={onClose}
    >
      <DialogBody>
        {outbox.length === 0 ? (
          <p className="pt-1 text-muted">{listWords.empty}</p>
        ) : (
          <ul className="flex flex-col divide-y divide-border">
            {outbox.map((pending) => (
              <OutboxItem key={pending.clientId} pending={pending} onGo={onClose} />
            ))}
          </ul>
        )}
      </DialogBody>
    </Dialog>
  );
}
