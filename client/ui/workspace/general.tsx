import { useState } from 'react';
import { limits } from '#contract/limits.ts';
import { useActions, useChat, useMe } from '#state/hooks.ts';
import { Field } from '#ui/parts/field.tsx';
import { PageForm } from '#ui/parts/page-form.tsx';
import { wholeNumber } from '#ui/parts/whole-number.ts';
import { generalWords } from './workspace-words.ts';

/** The workspace's name, who may come in, and how long messages are kept. */
export function General() {
  const me = useMe();
  const workspace = useChat((state) => state.workspace);
  const { call } = useActions();
  const [name, setName] = useState(workspace.name);
  const wasKept = workspace.retentionDays === null ? '' : String(workspace.retentionDays);
  const [kept, setKept] = useState(wasKept);

  const save = async (signal: AbortSignal) => {
    const retentionDays = kept.trim() === '' ? null : wholeNumber(kept);
    const saved = await call(
      'workspace:update',
      { name, ...(kept === wasKept ? {} : { retentionDays }) },
      { signal },
    );
    setName(saved.name);
  };

  return (
    <PageForm fields={['name', 'retentionDays']} onSubmit={save}>
      {({ errors }) => (
        <>
          <Field
            label={generalWords.name}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            maxLength={limits.workspaceName}
            autoComplete="off"
            dir="auto"
          />
          {me.role === 'owner' && (
            <Field
              label={generalWords.retention}
              hint={generalWords.retentionHint}
              value={kept}
              onChange={(event) => setKept(event.target.value)}
              error={errors.retentionDays}
              maxLength={5}
              inputMode="numeric"
              autoComplete="off"
            />
          )}
        </>
      )}
    </PageForm>
  );
}
