import { useEffect, useState } from 'react';
import type { User } from '#contract/users.ts';
import { useActions } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { UserPicker } from './user-picker.tsx';

interface AddMembersProps {
  conversationId: string;
  onClose: () => void;
}

export function AddMembers({ conversationId, onClose }: AddMembersProps) {
  const { call } = useActions();
  const { busy, errors, message, submit } = useSubmit(['userId']);
  const [chosen, setChosen] = useState<User[]>([]);
  const [there, setThere] = useState<string[]>([]);

  useEffect(() => {
    // Adding someone twice does no harm, so not knowing everyone who is there does none either.
    call('member:list', { conversationId, limit: 100 }).then(
      ({ items }) => setThere(items.map((member) => member.userId)),
      () => {},
    );
  }, [call, conversationId]);

  const add = () =>
    submit(async () => {
      for (const user of chosen) await call('member:add', { conversationId, userId: user.id });
      onClose();
    });

  return (
    <Dialog title={words.users.addTitle} onClose={onClose}>
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
        className="flex min-h-0 flex-col"
      >
        <DialogBody>
          <FormError message={message} />
          <UserPicker chosen={chosen} onChange={setChosen} without={there} error={errors.userId} />
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {words.users.add}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
