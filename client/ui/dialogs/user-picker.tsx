import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import type { User } from '#contract/users.ts';
import { useConnection, useMe } from '#state/hooks.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Button } from '#ui/parts/button.tsx';
import { Listbox, useCombobox } from '#ui/parts/combobox.tsx';
import { UserIcon } from '#ui/parts/conversation-icon.tsx';
import { useFieldError } from '#ui/parts/field.tsx';
import { BesideHandle, Handle, TellingHandle } from '#ui/parts/handle.tsx';
import { Check, UserPlus } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { useUserSearch } from '#ui/parts/use-user-search.ts';
import { UserName } from '#ui/parts/user-name.tsx';

interface UserPickerProps {
  chosen: User[];
  onChange: (chosen: User[]) => void;
  /** Users who cannot be chosen, for instance because they are members already. */
  without: readonly string[];
  error?: string | undefined;
}

/** A combobox of users, with the chosen ones before the text, and the way to invite whoever is not among them. */
export function UserPicker({ chosen, onChange, without, error: refused }: UserPickerProps) {
  const id = useId();
  const [error, changed] = useFieldError(refused);
  const isOffline = useConnection() === 'offline';
  const [query, setQuery] = useState('');
  const users = useUserSearch(query)?.filter((user) => !without.includes(user.id)) ?? null;
  const isChosen = (user: User) => chosen.some((one) => one.id === user.id);

  const toggle = (user: User) => {
    changed();
    onChange(isChosen(user) ? chosen.filter((one) => one.id !== user.id) : [...chosen, user]);
    setQuery('');
  };

  const combobox = useCombobox({
    items: users,
    keyOf: (user) => user.id,
    query,
    onQuery: setQuery,
    onChoose: toggle,
    onKey(event: KeyboardEvent) {
      if (query !== '' || chosen.length === 0) return false;
      if (event.key !== 'Backspace') return event.key === 'Enter';
      changed();
      onChange(chosen.slice(0, -1));
      event.preventDefault();
      return true;
    },
  });

  return (
    <div className="flex min-h-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-small font-semibold">
        {dialogWords.users.label}
      </label>
      <div
        className={`flex min-h-9 flex-wrap items-center gap-1.5 rounded-control border bg-raised p-1 focus-within:outline-2 focus-within:outline-focus pointer-coarse:min-h-11 pointer-coarse:gap-y-0 pointer-coarse:py-0 ${error ? 'border-danger' : 'border-border-strong'}`}
      >
        {chosen.map((user) => (
          <Chosen key={user.id} user={user} onRemove={() => toggle(user)} />
        ))}
        <input
          {...combobox.field}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          placeholder={chosen.length > 0 ? '' : dialogWords.users.placeholder}
          className="h-7 min-w-24 flex-1 bg-transparent px-2 text-body outline-none pointer-coarse:h-11 pointer-coarse:text-[1rem]"
        />
      </div>
      {error && (
        <p id={`${id}-error`} className="text-small text-danger">
          {error}
        </p>
      )}
      <OfflineNote text={dialogWords.users.offline} />
      <Listbox
        combobox={combobox}
        label={dialogWords.users.label}
        chosen={isChosen}
        empty={isOffline || query.trim() ? dialogWords.users.nobody : dialogWords.users.alone}
        className="-mx-2 h-60 short:h-28"
        optionClassName="min-h-10 px-2 pointer-coarse:min-h-12"
      >
        {(user) => (
          <>
            <UserIcon id={user.id} user={user} size="medium" />
            <span className="min-w-0 flex-1">
              <BesideHandle name={<UserName user={user} />}>
                <Handle user={user} />
              </BesideHandle>
            </span>
            {isChosen(user) && <Check size={16} aria-hidden className="text-accent" />}
          </>
        )}
      </Listbox>
      <Inviting />
    </div>
  );
}

function Inviting() {
  const { may } = useMe();
  const openDialog = useOpenDialog();
  if (!may.includes('invite')) return null;
  return (
    <div className="pt-2.5">
      <Button onClick={() => openDialog({ name: 'invite' })}>
        <UserPlus size={16} aria-hidden />
        {dialogWords.users.invite}
      </Button>
    </div>
  );
}

function Chosen({ user, onRemove }: { user: User; onRemove: () => void }) {
  return (
    <span className="inline-flex h-7 max-w-full items-center gap-1.5 pointer-coarse:my-2 rounded-control bg-strong ps-2 text-small">
      <BesideHandle name={<UserName user={user} />}>
        <TellingHandle user={user} />
      </BesideHandle>
      <button
        type="button"
        aria-label={dialogWords.users.remove(isolated(user.name))}
        onClick={onRemove}
        className="relative inline-flex size-7 shrink-0 items-center justify-center text-muted hover:text-text pointer-coarse:after:absolute pointer-coarse:after:-inset-2"
      >
        <X size={14} aria-hidden />
      </button>
    </span>
  );
}
