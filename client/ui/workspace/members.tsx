import { useState } from 'react';
import type { ManagedPerson } from '#contract/managed-people.ts';
import type { Role, UserState } from '#contract/users.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { Field } from '#ui/parts/field.tsx';
import { SelectField } from '#ui/parts/select-field.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { ListEnd } from './list-end.tsx';
import { MemberRow } from './member-row.tsx';
import { memberWords } from './member-words.ts';
import { officeWords } from './office-words.ts';

const roles: { value: Role | ''; label: string }[] = [
  { value: '', label: memberWords.anyRole },
  ...(['owner', 'admin', 'member', 'guest'] as const).map((value) => ({
    value,
    label: memberWords.roles[value],
  })),
];

const states: { value: UserState | ''; label: string }[] = [
  { value: '', label: memberWords.anyState },
  ...(['active', 'suspended', 'removed'] as const).map((value) => ({
    value,
    label: memberWords.states[value],
  })),
];

/** Everybody with an account, and what can be done about each. */
export function Members() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const [text, setText] = useState('');
  const [role, setRole] = useState<Role | ''>('');
  const [state, setState] = useState<UserState | ''>('');
  const q = text.trim();
  const people = usePages<ManagedPerson>({
    ask: (cursor) =>
      call('person:list', {
        ...(q ? { q } : {}),
        ...(role ? { role } : {}),
        ...(state ? { state } : {}),
        ...(cursor ? { cursor } : {}),
      }),
    idOf: ({ id }) => id,
    query: `${role} ${state} ${q}`,
    version: `${isLive}`,
  });
  return (
    <>
      <p className="text-muted">{memberWords.lead}</p>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-[1fr_auto_auto]">
        <div className="col-span-2 md:col-span-1">
          <Field
            label={officeWords.find}
            type="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoComplete="off"
            dir="auto"
          />
        </div>
        <SelectField label={memberWords.role} value={role} options={roles} onChange={setRole} />
        <SelectField label={memberWords.state} value={state} options={states} onChange={setState} />
      </div>
      <ul className="flex flex-col">
        {people.items.map((person) => (
          <MemberRow key={person.id} person={person} onChanged={people.refresh} />
        ))}
      </ul>
      <ListEnd list={people} empty={memberWords.none} />
    </>
  );
}
