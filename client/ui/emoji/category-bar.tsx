import { Flag, Leaf, Lightbulb, Plane, Trophy, Utensils } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { Icon } from '#ui/parts/icons.ts';
import { Clock, Hash, Smile, Users } from '#ui/parts/icons.ts';
import { pickerWords } from './picker-words.ts';

/** In the order of the sections: what one uses, then Unicode's groups. */
const icons: readonly Icon[] = [Clock, Smile, Users, Leaf, Utensils, Plane, Trophy, Lightbulb, Hash, Flag];

interface CategoryBarProps {
  /** The section at the top; null while one searches. */
  current: number | null;
  onChoose: (section: number) => void;
}

/** Leads to the sections of the grid; one stop of the Tab key (ARIA practices, toolbar). */
export function CategoryBar({ current, onChoose }: CategoryBarProps) {
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const buttons = [...event.currentTarget.querySelectorAll<Element>('button')];
    const at = document.activeElement ? buttons.indexOf(document.activeElement) : -1;
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const goals: Record<string, number> = {
      [isRtl ? 'ArrowLeft' : 'ArrowRight']: at + 1,
      [isRtl ? 'ArrowRight' : 'ArrowLeft']: at - 1,
      Home: 0,
      End: buttons.length - 1,
    };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    const button = buttons.at(goal % buttons.length);
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div
      role="toolbar"
      aria-label={pickerWords.categories}
      onKeyDown={press}
      className="flex shrink-0 border-b border-border px-2"
    >
      {icons.map((Icon, section) => (
        <button
          key={pickerWords.sections[section]}
          type="button"
          aria-label={pickerWords.sections[section]}
          aria-current={section === current ? 'true' : undefined}
          tabIndex={section === (current ?? 0) ? 0 : -1}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(section)}
          className={`flex h-9 min-w-0 flex-1 items-center justify-center border-b-2 -outline-offset-2 pointer-coarse:h-11 ${section === current ? 'border-accent text-text' : 'border-transparent text-muted hover:text-text'}`}
        >
          <Icon size={17} aria-hidden />
        </button>
      ))}
    </div>
  );
}
