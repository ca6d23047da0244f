import { CalendarDays, Image } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { limits } from '#contract/limits.ts';
import { inputLook } from '#ui/parts/field-look.ts';
import type { Icon } from '#ui/parts/icons.ts';
import {
  AtSign,
  Bookmark,
  Hash,
  Link,
  MessagesSquare,
  Paperclip,
  Pin,
  Search,
  SmilePlus,
} from '#ui/parts/icons.ts';
import { FilterDialog, type FilterName } from './filter-dialogs.tsx';
import { filterIn, hasWord, withoutWord, withWord } from './search-text.ts';
import { searchWords } from './search-words.ts';

interface SearchFormProps {
  field: RefObject<HTMLInputElement | null>;
  text: string;
  onText: (text: string) => void;
  onSubmit: () => void;
  /** From the field down into what was found. */
  onDown: (event: KeyboardEvent) => void;
}

const choices: readonly [FilterName, string, Icon][] = [
  ['from', searchWords.from, AtSign],
  ['in', searchWords.in, Hash],
  ['date', searchWords.date, CalendarDays],
];
const features: readonly [string, string, Icon][] = [
  ['has:link', searchWords.hasLink, Link],
  ['has:file', searchWords.hasFile, Paperclip],
  ['has:image', searchWords.hasImage, Image],
  ['has:reaction', searchWords.hasReaction, SmilePlus],
  ['is:thread', searchWords.isThread, MessagesSquare],
  ['is:pinned', searchWords.isPinned, Pin],
  ['is:saved', searchWords.isSaved, Bookmark],
];

/** The field, and the filters as controls: each writes its word into the field. */
export function SearchForm({ field, text, onText, onSubmit, onDown }: SearchFormProps) {
  const [open, setOpen] = useState<FilterName | null>(null);
  const kinds = { from: ['from'], in: ['in'], date: ['on', 'after', 'before'] };
  return (
    <search>
      <form
        className="flex flex-col gap-2 border-b border-border px-3 py-3 md:px-5"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <span className="relative block max-w-[860px]">
          <Search
            size={16}
            aria-hidden
            className="pointer-events-none absolute inset-y-0 start-3 my-auto text-muted"
          />
          <input
            ref={field}
            type="search"
            enterKeyHint="search"
            aria-label={searchWords.label}
            placeholder={searchWords.placeholder}
            autoComplete="off"
            spellCheck={false}
            dir="auto"
            maxLength={limits.searchQuery}
            value={text}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={onDown}
            className={`${inputLook} border-border-strong ps-9`}
          />
        </span>
        <div role="group" aria-label={searchWords.filters} className="flex flex-wrap gap-1.5">
          {choices.map(([name, label, Icon]) => (
            <FilterButton
              key={name}
              icon={Icon}
              label={label}
              isSet={kinds[name].some((kind) => filterIn(text, kind) !== null)}
              aria-haspopup="dialog"
              onClick={() => setOpen(name)}
            />
          ))}
          {features.map(([word, label, Icon]) => {
            const isSet = hasWord(text, word);
            return (
              <FilterButton
                key={word}
                icon={Icon}
                label={label}
                isSet={isSet}
                aria-pressed={isSet}
                onClick={() => onText(isSet ? withoutWord(text, word) : withWord(text, word))}
              />
            );
          })}
        </div>
      </form>
      {open && <FilterDialog name={open} text={text} onText={onText} onClose={() => setOpen(null)} />}
    </search>
  );
}

interface FilterButtonProps {
  icon: Icon;
  label: string;
  isSet: boolean;
  onClick: () => void;
  'aria-pressed'?: boolean;
  'aria-haspopup'?: 'dialog';
}

function FilterButton({ icon: Icon, label, isSet, ...rest }: FilterButtonProps) {
  return (
    <button
      type="button"
      className={`inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-small pointer-coarse:h-11 pointer-coarse:px-3.5 ${isSet ? 'border-accent bg-strong font-semibold text-text' : 'border-border-strong text-muted hover:bg-hover hover:text-text'}`}
      {...rest}
    >
      <Icon size={14} aria-hidden />
      {label}
    </button>
  );
}
