import { useId, useState } from 'react';
import { limits } from '#contract/limits.ts';
import { useActions } from '#state/hooks.ts';
import { ExportList } from '#ui/parts/export-list.tsx';
import { exportWords } from '#ui/parts/export-words.ts';
import { Field } from '#ui/parts/field.tsx';
import { PageForm } from '#ui/parts/page-form.tsx';
import { Switch } from '#ui/parts/switch.tsx';
import { useExports } from '#ui/parts/use-exports.ts';
import { dataWords } from './data-words.ts';

/** The whole workspace as a file, and how to bring one in. */
export function Data() {
  const { call } = useActions();
  const exports = useExports('workspace');
  const [everything, setEverything] = useState(false);
  const [password, setPassword] = useState('');
  const heading = useId();

  const make = async (signal: AbortSignal) => {
    const given = password === '' ? {} : { password };
    await call('export:create', { scope: 'workspace', everything, ...given }, { signal });
    setPassword('');
    exports.look();
  };

  return (
    <>
      <PageForm fields={['password']} action={dataWords.make} done={exportWords.started} onSubmit={make}>
        {({ errors }) => (
          <>
            <p className="text-muted">{dataWords.lead}</p>
            <Switch
              label={dataWords.everything}
              hint={dataWords.everythingHint}
              checked={everything}
              onChange={setEverything}
            />
            <Field
              label={dataWords.password}
              hint={dataWords.passwordHint}
              type="password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              error={errors['password']}
              maxLength={limits.passwordMax}
              autoComplete="current-password"
            />
          </>
        )}
      </PageForm>
      <ExportList {...exports} />
      <section aria-labelledby={heading} className="flex flex-col gap-2">
        <h3 id={heading} className="font-semibold">
          {dataWords.importTitle}
        </h3>
        <p className="text-muted">{dataWords.importLead}</p>
        <code className="self-start rounded-control bg-sunken px-2 py-1 font-mono text-small">
          {dataWords.importCommand}
        </code>
      </section>
    </>
  );
}
