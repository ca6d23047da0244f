import { Hash, Lock } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { limits } from '#contract/limits.ts';
import { useActions } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Button } from '#ui/parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';

const kinds = [
  { value: 'public', label: words.channel.public, hint: words.channel.publicHint, Icon: Hash },
  { value: 'private', label: words.channel.private, hint: words.channel.privateHint, Icon: Lock },
] as const;

export function NewChannel({ onClose }: { onClose: () => void }) {
  const { createConversation } = useActions();
  const { go } = useNavigation();
  const { busy, errors, message, submit } = useSubmit(['name', 'topic']);
  const [kind, setKind] = useState<'public' | 'private'>('public');
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');

  const create = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      const made = await createConversation({ kind, name, ...(topic.trim() ? { topic } : {}) });
      onClose();
      go({ conversationId: made.id, message: null });
    });
  };

  return (
    <Dialog title={words.channel.newTitle} onClose={onClose}>
      <form method="post" noValidate onSubmit={create} className="flex min-h-0 flex-col">
        <DialogBody>
          <FormError message={message} />
          <Field
            label={words.channel.name}
            placeholder={words.channel.namePlaceholder}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            maxLength={limits.conversationName}
            autoComplete="off"
            dir="auto"
          />
          <Field
            label={words.channel.topic}
            hint={words.channel.topicHint}
            value={topic}
            onChange={(event) => setTopic(event.target.value)}
            error={errors.topic}
            maxLength={limits.topic}
            autoComplete="off"
            dir="auto"
          />
          <KindChoice value={kind} onChange={setKind} />
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {words.channel.create}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
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
      <legend className="mb-1.5 text-small font-semibold">{words.channel.kind}</legend>
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
