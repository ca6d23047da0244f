import { useState } from 'react';
import { Listbox, useCombobox } from '#ui/parts/combobox.tsx';
import { ConversationIcon, UserIcon } from '#ui/parts/conversation-icon.tsx';
import { BesideHandle, ConversationHandle, Handle } from '#ui/parts/handle.tsx';
import { forwardWords } from './forward-words.ts';
import type { Target } from './targets.ts';
import { useTargets } from './use-targets.ts';

/** Chooses where a message is passed on to. */
export function TargetList({ onChoose }: { onChoose: (target: Target) => void }) {
  const [query, setQuery] = useState('');
  const targets = useTargets(query);
  const combobox = useCombobox<Target>({
    items: targets,
    keyOf: ({ key }) => key,
    query,
    onQuery: setQuery,
    onChoose,
  });
  return (
    <>
      <input
        {...combobox.field}
        aria-label={forwardWords.find}
        placeholder={forwardWords.find}
        className="h-11 shrink-0 border-y border-border bg-transparent px-5 text-[1rem] outline-none"
      />
      <Listbox
        combobox={combobox}
        label={forwardWords.list}
        empty={forwardWords.nothing}
        className="h-72 shrink-0 p-2 short:h-36"
        optionClassName="min-h-9 px-3 pointer-coarse:min-h-11"
      >
        {(target) => <TargetLine target={target} />}
      </Listbox>
    </>
  );
}

/** A conversation or user, as an option or a choice shows it. */
export function TargetLine({ target: { name, conversation, user } }: { target: Target }) {
  return (
    <>
      <span className="flex w-5 shrink-0 justify-center text-muted">
        {conversation && <ConversationIcon conversation={conversation} />}
        {user && <UserIcon id={user.id} user={user} />}
      </span>
      <span className="min-w-0 flex-1 truncate">
        <BesideHandle name={<bdi>{name}</bdi>}>
          {conversation && <ConversationHandle conversation={conversation} />}
          {user && <Handle user={user} />}
        </BesideHandle>
      </span>
    </>
  );
}
