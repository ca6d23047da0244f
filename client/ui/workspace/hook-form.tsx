import { useId, useState } from 'react';
import type { HookEventType, OutgoingHook } from '#contract/hooks.ts';
import { limits } from '#contract/limits.ts';
import { useActions } from '#state/hooks.ts';
import { useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { calledName } from '#ui/parts/conversation-name.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { Switch } from '#ui/parts/switch.tsx';
import { hookWords } from './hook-words.ts';

const allEvents = Object.keys(hookWords.event) as HookEventType[];

export interface OutgoingFormProps {
  /** Null: it is to be made. */
  hook: OutgoingHook | null;
  /** Something was made that is shown now or never. */
  onSecret: (of: 'address' | 'secret', text: string) => void;
  onClose: () => void;
}

/** A webhook that is made, or one's own that is changed. */
export function OutgoingForm({ hook, onSecret, onClose }: OutgoingFormProps) {
  const { call } = useActions();
  const { all } = useConversationList();
  const [name, setName] = useState(hook?.name ?? '');
  const [url, setUrl] = useState(hook?.url ?? '');
  const [events, setEvents] = useState<readonly HookEventType[]>(hook?.events ?? ['message.created']);
  const [threads, setThreads] = useState(hook?.threads ?? false);
  const [ids, setIds] = useState<readonly string[]>(hook?.conversationIds ?? []);
  const send = async (signal: AbortSignal) => {
    const input = { name, url, events: [...events], threads, conversationIds: [...ids] };
    if (hook) await call('outgoing-hook:update', { id: hook.id, ...input }, { signal });
    else onSecret('secret', (await call('outgoing-hook:create', input, { signal })).secret);
  };
  return (
    <FormDialog
      title={hook ? `${hookWords.edit}: ${hook.name}` : hookWords.makeOutgoing}
      fields={['name', 'url', 'events', 'conversationIds']}
      action={hook ? hookWords.save : hookWords.make}
      onSubmit={send}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <Field
            label={hookWords.name}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            maxLength={limits.userName}
            autoComplete="off"
            dir="auto"
          />
          <Field
            label={hookWords.url}
            hint={hookWords.urlHint}
            type="url"
            inputMode="url"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
            error={errors.url}
            maxLength={limits.hookUrl}
            autoComplete="off"
            spellCheck={false}
          />
          <Choices
            legend={hookWords.events}
            error={errors.events}
            chosen={events}
            options={allEvents.map((value) => ({ value, label: hookWords.event[value] }))}
            onChange={setEvents}
          />
          <Choices
            legend={hookWords.conversations}
            error={errors.conversationIds}
            chosen={ids}
            options={all.map(({ conversation, name: called }) => ({
              value: conversation.id as string,
              label: calledName(conversation, called),
            }))}
            onChange={setIds}
          />
          <Switch
            label={hookWords.threads}
            hint={hookWords.threadsHint}
            checked={threads}
            onChange={setThreads}
          />
        </>
      )}
    </FormDialog>
  );
}

interface ChoicesProps<Value extends string> {
  legend: string;
  error: string | undefined;
  chosen: readonly Value[];
  options: readonly { value: Value; label: string }[];
  onChange: (chosen: readonly Value[]) => void;
}

/** Some of several, in a frame of their own where they are many. */
function Choices<Value extends string>({ legend, error, chosen, options, onChange }: ChoicesProps<Value>) {
  const id = useId();
  const turn = (value: Value) =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="pb-1 text-small font-semibold">{legend}</legend>
      <div
        className={`flex max-h-60 flex-col overflow-y-auto rounded-control border px-3 py-1 ${error ? 'border-danger' : 'border-border-strong'}`}
      >
        {options.map(({ value, label }) => (
          <label key={value} className="flex items-start gap-3 py-1.5 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={() => turn(value)}
              className="mt-0.5 size-4.5 shrink-0 accent-accent"
            />
            <bdi className="min-w-0 wrap-anywhere">{label}</bdi>
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className="text-small text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
