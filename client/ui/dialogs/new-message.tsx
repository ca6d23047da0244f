import { useState } from 'react';
import type { User } from '#contract/users.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { words } from '#ui/words.ts';
import { UserPicker } from './user-picker.tsx';

export function NewMessage({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const { createConversation } = useActions();
  const { go } = useNavigation();
  const [chosen, setChosen] = useState<User[]>([]);

  const start = async () => {
    const made = await createConversation({ kind: 'direct', memberIds: chosen.map((user) => user.id) });
    go({ conversationId: made.id, message: null });
  };

  return (
    <FormDialog
      title={words.users.newTitle}
      lead={words.users.newLead}
      fields={['memberIds']}
      action={words.users.start}
      onSubmit={start}
      onClose={onClose}
    >
      {({ errors }) => (
        <UserPicker chosen={chosen} onChange={setChosen} without={[me.id]} error={errors.memberIds} />
      )}
    </FormDialog>
  );
}
