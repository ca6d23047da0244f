import { useMemo } from 'react';
import type { SavedMessage } from '#contract/saved.ts';
import { useActions, useChat, useConnection } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { Notice } from '#ui/parts/notice.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { ReminderList, useReminders } from './reminder-list.tsx';
import { SavedItem } from './saved-item.tsx';
import { keptSaved, withWaiting } from './saved-list.ts';
import { savedWords } from './saved-words.ts';

/** What I saved for later, the latest first. */
export function SavedView() {
  return useConnection() === 'offline' ? <KeptSaved /> : <ListedSaved />;
}

function ListedSaved() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  // Whatever was saved or not any more, here or elsewhere, changes one of these.
  const saved = useChat((state) => state.saved);
  const changes = useChat((state) => state.changes);
  const marks = useMemo(() => JSON.stringify(saved.marks), [saved.marks]);
  const { items, waiting, more } = usePages<SavedMessage>({
    ask: (cursor) => call('saved:list', cursor ? { cursor } : {}),
    idOf: ({ message }) => message.id,
    query: '',
    version: `${isLive} ${saved.count} ${saved.due} ${saved.nextAt} ${marks}`,
  });
  const shown = useMemo(() => withWaiting(items, changes), [items, changes]);
  const reminders = useReminders();
  if (waiting || reminders.waiting) return null;
  if (shown.length === 0 && !more && reminders.items.length === 0)
    return <Notice level="h2" title={savedWords.none} lead={savedWords.noneLead} />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <ReminderList {...reminders} />
      {shown.length > 0 && <SavedList items={shown} />}
      {more && (
        <p className="px-5 pb-5">
          <Button onClick={more}>{savedWords.more}</Button>
        </p>
      )}
    </div>
  );
}

/** What this browser has of it, while the server cannot be asked. */
function KeptSaved() {
  const { marks } = useChat(({ saved }) => saved);
  const timelines = useChat((state) => state.timelines);
  const changes = useChat((state) => state.changes);
  const kept = useMemo(
    () => withWaiting(keptSaved(timelines, marks, changes), changes),
    [timelines, marks, changes],
  );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="px-3 pt-3 md:px-5">
        <OfflineNote text={kept.length > 0 ? savedWords.offline : savedWords.noneKept} />
      </div>
      <SavedList items={kept} />
    </div>
  );
}

function SavedList({ items }: { items: readonly SavedMessage[] }) {
  return (
    <ul aria-label={savedWords.list} className="flex max-w-[56rem] flex-col p-1 md:p-3">
      {items.map((item) => (
        <SavedItem key={item.message.id} item={item} />
      ))}
    </ul>
  );
}
