import { useId, useState } from 'react';
import { limits } from '#contract/limits.ts';
import { useActions } from '#state/hooks.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { Hash, Lock } from '#ui/parts/icons.ts';

const kinds = [
  { value: 'public', label: dialogWords.channel.public, hint: dialogWords.channel.publicHint, Icon: Hash },
  { value: 'private', label: dialogWords.channel.private, hint: dialogWords.channel.privateHint, Icon: Lock },
] as const;

export function NewChannel({ onClose }: { onClose: () => void }) {
  const { createConversation } = useActions();
  const { go } = useNavigation();
  const [kind, setKind] = useState<'public' | 'private'>('public');
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');

  const create = async (signal: AbortSignal) => {
    const made = await createConversation({ kind, name, ...(topic.trim() ? { topic } : {}) }, { signal });
    go({ conversationId: made.id, message: null });
  };

  return (
    <FormDialog
      title={dialogWords.channel.newTitle}
      fields={['name', 'topic']}
      action={dialogWords.channel.create}
      onSubmit={create}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <Field
            label={dialogWords.channel.name}
            placeholder={dialogWords.channel.namePlaceholder}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            hint={name.trimStart().startsWith('#') ? dialogWords.channel.nameHint : undefined}
            maxLength={limits.conversationName}
            autoComplete="off"
            dir="auto"
          />
          <Field
            label={dialogWords.channel.topic}
            hint={dialogWords.channel.topicHint}
            value={topic}
            onChange={(event) => setTopic(event.target.value)}
            error={errors.topic}
            maxLength={limits.topic}
            autoComplete="off"
            dir="auto"
          />
          <KindChoice value={kind} onChange={setKind} />
        </>
      )}
    </FormDialog>
  );
}

interface KindChoiceProps {
  value: 'public' | 'private';
  onChange: (kind: 'public' | 'private') => void;
}

function KindChoice({ value, onChange }: KindChoiceProps) {
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-small font-semibold">{dialogWords.channel.kind}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {kinds.map((kind) => (
          <label
            key={kind.value}
            className="flex cursor-pointer gap-2.5 rounded-control border border-border-strong p-3 has-checked:border-accent has-checked:ring-1 has-checked:ring-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={id}
              className="sr-only"
              aria-label={kind.label}
              aria-describedby={`${id}-${kind.value}`}
              checked={value === kind.value}
              onChange={() => onChange(kind.value)}
            />
            <kind.Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
            <span>
              <span className="block text-small font-semibold">{kind.label}</span>
              <span id={`${id}-${kind.value}`} className="block text-small text-muted">
                {kind.hint}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
