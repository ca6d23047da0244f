import { Check, X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import type { User } from '#contract/users.ts';
import { Avatar } from '#ui/parts/avatar.tsx';
import { Option } from '#ui/parts/option.tsx';
import { words } from '#ui/words.ts';
import { useUserSearch } from './use-user-search.ts';

interface UserPickerProps {
  chosen: User[];
  onChange: (chosen: User[]) => void;
  /** People who cannot be chosen, for instance because they are there already. */
  without: readonly string[];
  error?: string | undefined;
}

/** A combobox of people with the chosen ones before the text, as in the ARIA practices. */
export function UserPicker({ chosen, onChange, without, error }: UserPickerProps) {
  const id = useId();
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState(0);
  const people = useUserSearch(query)?.filter((user) => !without.includes(user.id)) ?? null;
  const active = people?.[Math.min(place, people.length - 1)];

  const toggle = (user: User) => {
    const there = chosen.some((one) => one.id === user.id);
    onChange(there ? chosen.filter((one) => one.id !== user.id) : [...chosen, user]);
    setQuery('');
  };

  const press = (event: KeyboardEvent) => {
    const count = people?.length ?? 0;
    if (event.key === 'ArrowDown') setPlace((place + 1) % Math.max(1, count));
    else if (event.key === 'ArrowUp') setPlace((place - 1 + count) % Math.max(1, count));
    else if (
      event.key === 'Enter' &&
      active &&
      !event.nativeEvent.isComposing &&
      !(query === '' && chosen.length > 0)
    )
      toggle(active);
    else if (event.key === 'Backspace' && query === '' && chosen.length > 0) onChange(chosen.slice(0, -1));
    else return;
    event.preventDefault();
  };

  return (
    <div className="flex min-h-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-small font-semibold">
        {words.users.label}
      </label>
      <div
        className={`flex min-h-9 flex-wrap items-center gap-1.5 rounded-control border bg-raised p-1 focus-within:outline-2 focus-within:outline-focus pointer-coarse:min-h-11 ${error ? 'border-danger' : 'border-border-strong'}`}
      >
        {chosen.map((user) => (
          <span
            key={user.id}
            className="inline-flex h-7 items-center gap-1.5 rounded-control bg-strong ps-1.5 text-small"
          >
            <bdi>{user.name}</bdi>
            <button
              type="button"
              aria-label={words.users.remove(user.name)}
              onClick={() => toggle(user)}
              className="inline-flex size-7 items-center justify-center text-muted hover:text-text"
            >
              <X size={14} aria-hidden />
            </button>
          </span>
        ))}
        <input
          id={id}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active ? `${id}-${active.id}` : undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          autoComplete="off"
          value={query}
          placeholder={chosen.length > 0 ? '' : words.users.placeholder}
          onChange={(event) => {
            setQuery(event.target.value);
            setPlace(0);
          }}
          onKeyDown={press}
          className="h-7 min-w-24 flex-1 bg-transparent px-2 text-body outline-none pointer-coarse:text-[1rem]"
        />
      </div>
      {error && (
        <p id={`${id}-error`} className="text-small text-danger">
          {error}
        </p>
      )}
      <div
        id={`${id}-list`}
        role="listbox"
        aria-multiselectable
        aria-label={words.users.label}
        className="-mx-2 h-60 overflow-y-auto"
      >
        {people?.map((user) => (
          <Person
            key={user.id}
            id={`${id}-${user.id}`}
            user={user}
            active={user === active}
            chosen={chosen.some((one) => one.id === user.id)}
            onPress={() => toggle(user)}
          />
        ))}
        {people?.length === 0 && (
          <p className="px-2 py-2 text-small text-muted">
            {query.trim() ? words.users.nobody : words.users.alone}
          </p>
        )}
      </div>
    </div>
  );
}

interface PersonProps {
  id: string;
  user: User;
  active: boolean;
  chosen: boolean;
  onPress: () => void;
}

function Person({ id, user, active, chosen, onPress }: PersonProps) {
  return (
    <Option
      id={id}
      active={active}
      selected={chosen}
      onPress={onPress}
      className="min-h-10 px-2 pointer-coarse:min-h-12"
    >
      <Avatar id={user.id} name={user.name} size="medium" />
      <bdi className="min-w-0 flex-1 truncate">{user.name}</bdi>
      {chosen && <Check size={16} aria-hidden className="text-accent" />}
    </Option>
  );
}
