import { useState } from 'react';
import type { User } from '#contract/users.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Button } from '#ui/parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { UserPicker } from './user-picker.tsx';

export function NewMessage({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const { createConversation } = useActions();
  const { go } = useNavigation();
  const { busy, errors, message, submit } = useSubmit(['memberIds']);
  const [chosen, setChosen] = useState<User[]>([]);

  const start = () =>
    submit(async () => {
      const made = await createConversation({ kind: 'direct', memberIds: chosen.map((user) => user.id) });
      onClose();
      go({ conversationId: made.id, message: null });
    });

  return (
    <Dialog title={words.users.newTitle} lead={words.users.newLead} onClose={onClose}>
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
        className="flex min-h-0 flex-col"
      >
        <DialogBody>
          <FormError message={message} />
          <UserPicker chosen={chosen} onChange={setChosen} without={[me.id]} error={errors.memberIds} />
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {words.users.start}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
