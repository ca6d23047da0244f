import { useState } from 'react';
import type { User } from '#contract/users.ts';
import { useChat, useMe } from '#state/hooks.ts';
import { type NamedConversation, useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { Button } from '#ui/parts/button.tsx';
import { Listbox, useCombobox } from '#ui/parts/combobox.tsx';
import { ConversationIcon, UserIcon } from '#ui/parts/conversation-icon.tsx';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { Field } from '#ui/parts/field.tsx';
import { BesideHandle, Handle } from '#ui/parts/handle.tsx';
import { wordIn } from '#ui/parts/search-in.ts';
import { useUserSearch } from '#ui/parts/use-user-search.ts';
import { words } from '#ui/words.ts';
import { filterIn, without, withWord } from './search-text.ts';
import { searchWords } from './search-words.ts';

export type FilterName = 'from' | 'in' | 'date';

interface FilterDialogProps {
  /** What stands in the field. */
  text: string;
  onText: (text: string) => void;
  onClose: () => void;
}

/** Chooses what a filter is to say, and writes it into the field. */
export function FilterDialog({ name, ...props }: FilterDialogProps & { name: FilterName }) {
  if (name === 'from') return <FromDialog {...props} />;
  return name === 'in' ? <InDialog {...props} /> : <DateDialog {...props} />;
}

const listLook = { className: 'h-72 p-2', optionClassName: 'min-h-9 px-3 pointer-coarse:min-h-11' };
const fieldLook = 'h-13 shrink-0 border-b border-border bg-transparent px-5 text-[1rem] outline-none';

function FromDialog({ text, onText, onClose }: FilterDialogProps) {
  const me = useMe();
  const [query, setQuery] = useState('');
  const found = useUserSearch(query);
  const others = found?.filter(({ id }) => id !== me.id) ?? null;
  const combobox = useCombobox<User>({
    items: others && query.trim() === '' ? [me, ...others] : found,
    keyOf: ({ id }) => id,
    query,
    onQuery: setQuery,
    onChoose: ({ handle }) => {
      onText(withWord(text, `from:@${handle}`));
      onClose();
    },
  });
  return (
    <Dialog title={searchWords.fromTitle} bare wide onClose={onClose}>
      <input
        {...combobox.field}
        aria-label={searchWords.person}
        placeholder={searchWords.person}
        className={fieldLook}
      />
      <Listbox combobox={combobox} label={searchWords.fromTitle} empty={searchWords.nobody} {...listLook}>
        {(user) => (
          <>
            <span className="flex w-5 justify-center text-muted">
              <UserIcon id={user.id} user={user} />
            </span>
            <span className="min-w-0 flex-1">
              <BesideHandle name={<bdi>{user.id === me.id ? words.sidebar.self(user.name) : user.name}</bdi>}>
                <Handle user={user} />
              </BesideHandle>
            </span>
          </>
        )}
      </Listbox>
    </Dialog>
  );
}

function InDialog({ text, onText, onClose }: FilterDialogProps) {
  const me = useMe();
  const users = useChat((state) => state.users);
  const [query, setQuery] = useState('');
  const { all } = useConversationList();
  const wanted = query.trim().toLowerCase();
  const combobox = useCombobox<NamedConversation>({
    items: all.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, 50),
    keyOf: ({ conversation }) => conversation.id,
    query,
    onQuery: setQuery,
    onChoose: ({ conversation }) => {
      onText(withWord(text, wordIn(conversation, users, me.id)));
      onClose();
    },
  });
  return (
    <Dialog title={searchWords.inTitle} bare wide onClose={onClose}>
      <input
        {...combobox.field}
        aria-label={searchWords.conversation}
        placeholder={searchWords.conversation}
        className={fieldLook}
      />
      <Listbox
        combobox={combobox}
        label={searchWords.inTitle}
        empty={searchWords.noConversation}
        {...listLook}
      >
        {({ conversation, name }) => (
          <>
            <span className="flex w-5 justify-center text-muted">
              <ConversationIcon conversation={conversation} />
            </span>
            <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
          </>
        )}
      </Listbox>
    </Dialog>
  );
}

const dayFilters = ['on', 'after', 'before'] as const;

function DateDialog({ text, onText, onClose }: FilterDialogProps) {
  const [days, setDays] = useState(() => ({
    on: dayIn(text, 'on'),
    after: dayIn(text, 'after'),
    before: dayIn(text, 'before'),
  }));
  const apply = () => {
    const chosen = dayFilters.flatMap((name) => (days[name] === '' ? [] : `${name}:${days[name]}`));
    onText(chosen.reduce(withWord, without(text, ...dayFilters)));
    onClose();
  };
  return (
    <Dialog title={searchWords.dateTitle} onClose={onClose}>
      <form
        className="contents"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <DialogBody>
          {dayFilters.map((name) => (
            <Field
              key={name}
              label={searchWords[name]}
              type="date"
              value={days[name]}
              onChange={(event) => setDays({ ...days, [name]: event.target.value })}
            />
          ))}
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary">
            {searchWords.apply}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** A day as a field takes it; '' for none. */
function dayIn(text: string, name: string): string {
  const day = filterIn(text, name) ?? '';
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : '';
}
