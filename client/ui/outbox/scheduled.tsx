import type { ScheduledMessage } from '#contract/scheduled.ts';
import { useActions, useChat, useConnection } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { words } from '#ui/words.ts';
import { ScheduledItem } from './scheduled-item.tsx';
import { scheduledWords } from './scheduled-words.ts';

/** Everything that waits for its time, and what was refused when that came, the next one first. */
export function Scheduled({ onClose }: { onClose: () => void }) {
  const { call } = useActions();
  const connection = useConnection();
  const { scheduled, refusedScheduled } = useChat(({ saved }) => saved);
  const { items, waiting, more, refresh } = usePages<ScheduledMessage>({
    ask: (cursor) => call('scheduled:list', cursor ? { cursor } : {}),
    idOf: ({ id }) => id,
    query: '',
    version: `${connection === 'live'} ${scheduled} ${refusedScheduled}`,
  });
  return (
    <Dialog title={scheduledWords.title} lead={scheduledWords.lead} wide onClose={onClose}>
      <DialogBody>
        {connection === 'offline' && <OfflineNote text={words.connection.offline} />}
        {!waiting && items.length === 0 && <p className="pt-1 text-muted">{scheduledWords.empty}</p>}
        <ul className="flex flex-col divide-y divide-border">
          {items.map((item) => (
            <ScheduledItem key={item.id} item={item} onChanged={refresh} onGo={onClose} />
          ))}
        </ul>
        {more && <Button onClick={more}>{scheduledWords.more}</Button>}
      </DialogBody>
    </Dialog>
  );
}
