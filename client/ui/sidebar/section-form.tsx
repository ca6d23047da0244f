import { useState } from 'react';
import { Refusal, refuseField } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import { useConnection } from '#state/hooks.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { sidebarWords } from './sidebar-words.ts';
import { sayRefused } from './use-arrange.ts';

interface SectionFormProps {
  title: string;
  action: string;
  name?: string;
  /** Resolves when the server took it, which may be long after. */
  onName: (name: string) => Promise<unknown>;
  onClose: () => void;
}

/** The name of a section. With a connection it waits for the server's word, without one it does not. */
export function SectionForm({ title, action, name: first = '', onName, onClose }: SectionFormProps) {
  const [name, setName] = useState(first);
  const isLive = useConnection() === 'live';

  const save = async () => {
    if (name.trim() === '') throw refuseField('name', sidebarWords.nameEmpty);
    const named = onName(name);
    if (isLive) await named.catch(aboutName);
    else named.catch(sayRefused);
  };
  return (
    <FormDialog title={title} fields={['name']} action={action} onSubmit={save} onClose={onClose}>
      {({ errors }) => (
        <Field
          label={sidebarWords.name}
          placeholder={sidebarWords.namePlaceholder}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={errors.name}
          maxLength={limits.sectionName}
          autoComplete="off"
          dir="auto"
        />
      )}
    </FormDialog>
  );
}

/** The server names the place that the section has among the others: here there is one field. */
function aboutName(error: unknown): never {
  const [first] = error instanceof Refusal ? (error.errors ?? []) : [];
  throw first ? refuseField('name', first.message) : error;
}
