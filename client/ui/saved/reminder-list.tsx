import { AlarmClock } from 'lucide-react';
import { useRef } from 'react';
import type { Reminder } from '#contract/reminders.ts';
import { useActions, useChat, useConnection } from '#state/hooks.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { FormError } from '#ui/parts/field.tsx';
import { leave } from '#ui/parts/focus.ts';
import { usePages } from '#ui/parts/use-pages.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { Act } from './act.tsx';
import { savedWords } from './saved-words.ts';

/** My reminders in my own words, the next one first; nothing where there are none. */
export function useReminders() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const { count, due, nextAt } = useChat(({ saved }) => saved);
  return usePages<Reminder>({
    ask: (cursor) => call('reminder:list', cursor ? { cursor } : {}),
    idOf: ({ id }) => id,
    query: '',
    version: `${isLive} ${count} ${due} ${nextAt}`,
  });
}

/** Those that are loaded, as a list, and how to come to the rest. */
export function ReminderList({ items, more, refresh }: ReturnType<typeof useReminders>) {
  if (items.length === 0) return null;
  return (
    <ul aria-label={savedWords.reminders} className="flex max-w-[56rem] flex-col px-1 pt-1 md:px-3 md:pt-3">
      {items.map((reminder) => (
        <ReminderItem key={reminder.id} reminder={reminder} onChanged={refresh} />
      ))}
      {more && (
        <li className="px-2">
          <Act word={savedWords.more} onPress={more} />
        </li>
      )}
    </ul>
  );
}

/** What to be reminded of, when, and what can be done about that. */
function ReminderItem({ reminder, onChanged }: { reminder: Reminder; onChanged: () => void }) {
  const { id, text, remindAt } = reminder;
  const { call } = useActions();
  const openDialog = useOpenDialog();
  const announce = useAnnounce();
  const { now, timeZone } = useClock();
  const { message, submit } = useSubmit([]);
  const own = useRef<HTMLLIElement>(null);
  // The clock of the page goes by minutes, and this is looked at because a time has come.
  const isDue = Date.parse(remindAt) <= Math.max(now, Date.now());
  const time = shortTime(remindAt, now, timeZone);
  const end = () =>
    void submit(async (signal) => {
      await call('reminder:delete', { id }, { signal });
      if (own.current) leave(own.current, 'li', 'main');
      announce(savedWords.taken);
      onChanged();
    });
  return (
    <li
      ref={own}
      tabIndex={-1}
      className="flex gap-3 rounded-card px-2 py-2.5 hover:bg-hover focus-within:bg-hover"
    >
      <span
        className={`flex size-9 shrink-0 items-center justify-center rounded-card ${isDue ? 'bg-accent text-accent-text' : 'bg-strong text-muted'}`}
      >
        <AlarmClock size={18} aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <p dir="auto" className="whitespace-pre-line wrap-anywhere">
          {text}
        </p>
        <span className="-ms-1.5 flex flex-wrap items-center gap-x-1">
          <span
            title={exactTime(remindAt, timeZone)}
            className={`px-1.5 text-small ${isDue ? 'font-semibold text-text' : 'text-muted'}`}
          >
            {isDue ? savedWords.isDue(time) : savedWords.at(time)}
          </span>
          {isDue && <Act word={savedWords.done} onPress={end} />}
          <Act
            word={isDue ? savedWords.again : savedWords.otherTime}
            onPress={() => openDialog({ name: 'own-reminder', id, text, onDone: onChanged })}
          />
          {!isDue && <Act word={savedWords.end} onPress={end} />}
        </span>
        <FormError message={message} />
      </div>
    </li>
  );
}
