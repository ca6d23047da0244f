import type { Combobox } from '#ui/parts/combobox.tsx';
import { Option } from '#ui/parts/option.tsx';
import { words } from '#ui/words.ts';
import type { Goal, Section } from './goals.ts';
import { switcherWords } from './switcher-words.ts';

interface GoalListProps {
  combobox: Combobox<Goal>;
  sections: readonly Section[];
}

/** The list of the switcher, each section under its name. */
export function GoalList({ combobox, sections }: GoalListProps) {
  const { listId, active } = combobox;
  return (
    <div className="h-80 overflow-y-auto px-2 pb-2">
      <div id={listId} role="listbox" aria-label={words.switcher.title}>
        {sections.map(({ name, goals }) => (
          <div key={name} role="group" aria-labelledby={`${listId}-${name}`}>
            <div
              id={`${listId}-${name}`}
              role="presentation"
              className="px-3 pt-3 pb-1 text-tiny font-semibold text-muted"
            >
              {switcherWords.sections[name]}
            </div>
            {goals.map((goal) => (
              <Option
                key={goal.key}
                id={combobox.optionId(goal)}
                active={goal === active}
                selected={goal === active}
                onPress={() => combobox.choose(goal)}
                className="min-h-9 px-3 pointer-coarse:min-h-11"
              >
                {goal.draw()}
              </Option>
            ))}
          </div>
        ))}
      </div>
      {sections.length === 0 && <p className="px-3 py-3 text-small text-muted">{switcherWords.nothing}</p>}
    </div>
  );
}
