import { type FormEvent, useState } from 'react';
import { limits } from '#contract/limits.ts';
import { useActions, useChat, useMe } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { Switch } from '#ui/parts/switch.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';

/** One's own name, and for the owner the workspace's name and who may come in. */
export function Settings({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const workspace = useChat((state) => state.workspace);
  const { call } = useActions();
  const { busy, errors, message, submit } = useSubmit(['name']);
  const [name, setName] = useState(me.name);
  const [workspaceName, setWorkspaceName] = useState(workspace.name);
  const [openSignUp, setOpenSignUp] = useState(workspace.openSignUp);
  const [failing, setFailing] = useState<'user' | 'workspace'>('user');
  const owner = me.role === 'owner';

  const save = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      if (name !== me.name) {
        setFailing('user');
        await call('user:update', { name });
      }
      if (owner && (workspaceName !== workspace.name || openSignUp !== workspace.openSignUp)) {
        setFailing('workspace');
        await call('workspace:update', { name: workspaceName, openSignUp });
      }
      onClose();
    });
  };

  return (
    <Dialog title={words.settings.title} onClose={onClose}>
      <form method="post" noValidate onSubmit={save} className="flex min-h-0 flex-col">
        <DialogBody>
          <FormError message={message} />
          <Field
            label={words.settings.displayName}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={failing === 'user' ? errors.name : undefined}
            maxLength={limits.userName}
            autoComplete="name"
            dir="auto"
          />
          {owner && (
            <div className="flex flex-col gap-4 border-t border-border pt-4">
              <Field
                label={words.settings.workspaceName}
                value={workspaceName}
                onChange={(event) => setWorkspaceName(event.target.value)}
                error={failing === 'workspace' ? errors.name : undefined}
                maxLength={limits.workspaceName}
                autoComplete="off"
                dir="auto"
              />
              <Switch
                label={words.settings.openSignUp}
                hint={words.settings.openSignUpHint}
                checked={openSignUp}
                onChange={setOpenSignUp}
              />
            </div>
          )}
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {words.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
