import { useCallback, useEffect, useState } from 'react';
import type { WorkspaceSettings } from '#contract/workspace.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { PictureField } from '#ui/picture/picture-field.tsx';
import { words } from '#ui/words.ts';
import { GeneralForm } from './general-form.tsx';
import { officeWords } from './office-words.ts';
import { generalWords } from './workspace-words.ts';

/** What the workspace is called, what it allows, and how long messages are kept. */
export function General() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const [settings, setSettings] = useState<WorkspaceSettings | null>(null);
  const { message, submit } = useSubmit([]);
  const ask = useCallback(
    () => submit(async (signal) => setSettings(await call('workspace:settings', {}, { signal }))),
    [submit, call],
  );
  useEffect(() => {
    if (isLive && !settings) void ask();
  }, [isLive, settings, ask]);
  return (
    <>
      <OfflineNote text={officeWords.offline} />
      <FormError message={message} />
      {message && !settings && (
        <div>
          <Button onClick={() => void ask()}>{words.timeline.tryAgain}</Button>
        </div>
      )}
      {settings && (
        <>
          <PictureField
            label={generalWords.picture}
            id={generalWords.picture}
            name={settings.name}
            pictureId={settings.pictureId}
            onChange={async (pictureId, signal) =>
              setSettings(await call('workspace:set-picture', { pictureId }, { signal }))
            }
          />
          <GeneralForm settings={settings} onSaved={setSettings} />
        </>
      )}
    </>
  );
}
