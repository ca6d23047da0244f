import { AlarmClock } from 'lucide-react';
import { useRef } from 'react';
import type { SavedMessage } from '#contract/saved.ts';
import { useActions } from '#state/hooks.ts';
import type { Change } from '#state/nouns/state.ts';
import { MessageItem } from '#ui/messages/message-item.tsx';
import { messageWords } from '#ui/messages/message-words.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { leave } from '#ui/parts/focus.ts';
import { Act } from './act.tsx';
import { savedWords } from './saved-words.ts';

/** A saved message, when to be reminded of it, and what can be done about that. */
export function SavedItem({ item }: { item: SavedMessage }) {
  const { message, remindAt } = item;
  const { change } = useActions();
  const openDialog = useOpenDialog();
  const announce = useAnnounce();
  const { now, timeZone } = useClock();
  const own = useRef<HTMLSpanElement>(null);
  const isDue = remindAt !== null && Date.parse(remindAt) <= now;
  const says = (what: Change, said: string) => () => {
    change(message, what);
    announce(said);
  };
  const unsave = says({ kind: 'save', given: false }, messageWords.unsaved);
  const done = says({ kind: 'save', given: true, remindAt: null }, savedWords.taken);
  return (
    <MessageItem message={message}>
      <span ref={own} className="-ms-1.5 flex flex-wrap items-center gap-x-1">
        {remindAt !== null && (
          <span
            title={exactTime(remindAt, timeZone)}
            className={`inline-flex items-center gap-1 px-1.5 text-small ${isDue ? 'font-semibold text-text' : 'text-muted'}`}
          >
            <AlarmClock size={14} aria-hidden />
            {isDue
              ? savedWords.isDue(shortTime(remindAt, now, timeZone))
              : savedWords.at(shortTime(remindAt, now, timeZone))}
          </span>
        )}
        {isDue && <Act word={savedWords.done} onPress={done} />}
        {!message.deletedAt && (
          <Act
            word={isDue ? savedWords.again : savedWords.remind}
            onPress={() => openDialog({ name: 'remind', message })}
          />
        )}
        <Act
          word={savedWords.unsave}
          onPress={() => {
            const row = own.current?.closest('li');
            if (row) leave(row, 'li', 'main');
            unsave();
          }}
        />
      </span>
    </MessageItem>
  );
}
