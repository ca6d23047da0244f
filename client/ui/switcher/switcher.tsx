import { useState } from 'react';
import { useMe } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { noteUse, usesOf } from '#ui/navigation/uses.ts';
import { useCombobox } from '#ui/parts/combobox.tsx';
import { Dialog } from '#ui/parts/dialog.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { Search } from '#ui/parts/icons.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { GoalList } from './goal-list.tsx';
import { type Asked, askedIn, type Goal, ranked } from './goals.ts';
import { switcherWords } from './switcher-words.ts';
import { type FocusedMessage, useCommands } from './use-commands.tsx';
import { Line, usePlaces, type ViewTitles } from './use-places.tsx';

interface SwitcherProps {
  /** The message that had the focus when it was opened. */
  message: FocusedMessage | null;
  views: ViewTitles;
  onClose: () => void;
}

/** A field over the page: type a few letters, press Enter, be there or have it done. */
export function Switcher({ message: focused, views, onClose }: SwitcherProps) {
  const { id: myId } = useMe();
  const [query, setQuery] = useState('');
  const [opened] = useState(() => ({ uses: usesOf(myId), now: Date.now() }));
  const asked = askedIn(query);
  const places = usePlaces(asked, views);
  const commands = useCommands(focused);
  const search = useSearchGoal(asked);
  const isOfActions = asked.kinds === 'all' || asked.kinds === 'actions';
  const sections = ranked(
    [...places, ...(isOfActions ? commands : []), ...search],
    asked.text,
    opened.uses,
    opened.now,
  );
  const { message, submit } = useSubmit([]);

  const follow = (goal: Goal) =>
    submit(async (signal) => {
      const next = await goal.run(signal);
      noteUse(myId, goal.key);
      onClose();
      next();
    });

  const combobox = useCombobox({
    items: sections.flatMap(({ goals }) => goals),
    keyOf: (goal) => goal.key,
    query,
    onQuery: setQuery,
    onChoose: (goal) => void follow(goal),
  });

  return (
    <Dialog title={words.switcher.title} bare onClose={onClose} wide>
      <input
        {...combobox.field}
        aria-label={switcherWords.label}
        placeholder={switcherWords.placeholder}
        className="h-13 shrink-0 border-b border-border bg-transparent px-5 text-[1rem] outline-none"
      />
      <FormError message={message} />
      <GoalList combobox={combobox} sections={sections} />
    </Dialog>
  );
}

/** The way on for whoever looks for what was written. */
function useSearchGoal({ kinds, text }: Asked): Goal[] {
  const { go } = useNavigation();
  if (kinds !== 'all' || text === '') return [];
  return [
    {
      key: 'do:search',
      section: 'search',
      names: [],
      draw: () => (
        <Line picture={<Search size={16} aria-hidden />}>
          <bdi>{switcherWords.search(text)}</bdi>
        </Line>
      ),
      run: () => () => go({ conversationId: null, message: null, view: 'search', query: text }),
    },
  ];
}
