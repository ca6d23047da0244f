import { useState } from 'react';
import { limits } from '#contract/limits.ts';
import { useActions, useChat, useMe } from '#state/hooks.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { Switch } from '#ui/parts/switch.tsx';
import { atField } from '#ui/parts/use-submit.ts';
import { wholeNumber } from '#ui/parts/whole-number.ts';
import { words } from '#ui/words.ts';

/** One's own name and handle, and for the owner the workspace's name and who may come in. */
export function Settings({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const workspace = useChat((state) => state.workspace);
  const { call } = useActions();
  const [name, setName] = useState(me.name);
  const [handle, setHandle] = useState(me.handle);
  const [workspaceName, setWorkspaceName] = useState(workspace.name);
  const [openSignUp, setOpenSignUp] = useState(workspace.openSignUp);
  const wasKept = workspace.retentionDays === null ? '' : String(workspace.retentionDays);
  const [kept, setKept] = useState(wasKept);
  const owner = me.role === 'owner';

  const save = async (signal: AbortSignal) => {
    const changes = {
      ...(name === me.name ? {} : { name }),
      ...(handle === me.handle ? {} : { handle }),
    };
    if (Object.keys(changes).length > 0) await call('user:update', changes, { signal });
    const isChanged =
      workspaceName !== workspace.name || openSignUp !== workspace.openSignUp || kept !== wasKept;
    if (!(owner && isChanged)) return;
    const retentionDays = kept.trim() === '' ? null : wholeNumber(kept);
    await call('workspace:update', { name: workspaceName, openSignUp, retentionDays }, { signal }).catch(
      atField('name', 'workspaceName'),
    );
  };

  return (
    <FormDialog
      title={dialogWords.settings.title}
      fields={['name', 'handle', 'workspaceName', 'retentionDays']}
      action={words.save}
      onSubmit={save}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <Field
            label={dialogWords.settings.displayName}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            maxLength={limits.userName}
            autoComplete="name"
            dir="auto"
          />
          <Field
            label={dialogWords.settings.handle}
            hint={dialogWords.settings.handleHint}
            value={handle}
            onChange={(event) => setHandle(event.target.value)}
            error={errors.handle}
            // One more for the `@` that may be typed before it.
            maxLength={limits.handle + 1}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="auto"
          />
          {owner && (
            <div className="flex flex-col gap-4 border-t border-border pt-4">
              <Field
                label={dialogWords.settings.workspaceName}
                value={workspaceName}
                onChange={(event) => setWorkspaceName(event.target.value)}
                error={errors.workspaceName}
                maxLength={limits.workspaceName}
                autoComplete="off"
                dir="auto"
              />
              <Switch
                label={dialogWords.settings.openSignUp}
                hint={dialogWords.settings.openSignUpHint}
                checked={openSignUp}
                onChange={setOpenSignUp}
              />
              <Field
                label={dialogWords.settings.retention}
                hint={dialogWords.settings.retentionHint}
                value={kept}
                onChange={(event) => setKept(event.target.value)}
                error={errors.retentionDays}
                maxLength={5}
                inputMode="numeric"
                autoComplete="off"
              />
            </div>
          )}
        </>
      )}
    </FormDialog>
  );
}
