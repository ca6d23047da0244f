import { useState } from 'react';
import type { ManagedChannel, ManagedChannelQuery } from '#contract/managed-channels.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { Field } from '#ui/parts/field.tsx';
import { SelectField } from '#ui/parts/select-field.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { ChannelRow } from './channel-row.tsx';
import { channelWords } from './channel-words.ts';
import { Deletions } from './deletions.tsx';
import { ListEnd } from './list-end.tsx';
import { officeWords } from './office-words.ts';

type State = NonNullable<ManagedChannelQuery['state']>;

const states: { value: State | ''; label: string }[] = [
  { value: '', label: channelWords.all },
  ...(['used', 'archived', 'default', 'ownerless'] as const).map((value) => ({
    value,
    label: channelWords.states[value],
  })),
];

/** All channels, and what can be done with each. */
export function Channels() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const [text, setText] = useState('');
  const [state, setState] = useState<State | ''>('');
  const [deleted, setDeleted] = useState(0);
  const q = text.trim();
  const channels = usePages<ManagedChannel>({
    ask: (cursor) =>
      call('channel:list', {
        ...(q ? { q } : {}),
        ...(state ? { state } : {}),
        ...(cursor ? { cursor } : {}),
      }),
    idOf: ({ id }) => id,
    query: `${state} ${q}`,
    version: `${isLive}`,
  });
  return (
    <>
      <p className="text-muted">{channelWords.lead}</p>
      <div className="grid gap-3 sm:grid-cols-[1fr_auto]">
        <Field
          label={officeWords.find}
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoComplete="off"
          dir="auto"
        />
        <SelectField label={channelWords.show} value={state} options={states} onChange={setState} />
      </div>
      <Deletions version={deleted} />
      <ul className="flex flex-col">
        {channels.items.map((channel) => (
          <ChannelRow
            key={channel.id}
            channel={channel}
            onChanged={channels.refresh}
            onDeleted={() => {
              channels.refresh();
              setDeleted(deleted + 1);
            }}
          />
        ))}
      </ul>
      <ListEnd list={channels} empty={channelWords.none} />
    </>
  );
}
