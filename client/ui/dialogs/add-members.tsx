import { useEffect, useState } from 'react';
import { refuseField } from '#contract/errors.ts';
import type { User } from '#contract/users.ts';
import { useActions } from '#state/hooks.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { UserPicker } from './user-picker.tsx';

interface AddMembersProps {
  conversationId: string;
  onClose: () => void;
}

export function AddMembers({ conversationId, onClose }: AddMembersProps) {
  const { call } = useActions();
  const [chosen, setChosen] = useState<User[]>([]);
  const [memberIds, setMemberIds] = useState<string[]>([]);

  useEffect(() => {
    let current = true;
    // Adding someone twice does no harm, so not knowing every member does none either.
    call('member:list', { conversationId, limit: 100 }).then(
      ({ items }) => current && setMemberIds(items.map((member) => member.userId)),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [call, conversationId]);

  const add = async (signal: AbortSignal) => {
    if (chosen.length === 0) throw refuseField('userId', dialogWords.users.choose);
    for (const user of chosen) await call('member:add', { conversationId, userId: user.id }, { signal });
  };

  return (
    <FormDialog
      title={dialogWords.users.addTitle}
      fields={['userId']}
      action={dialogWords.users.add}
      onSubmit={add}
      onClose={onClose}
    >
      {({ errors }) => (
        <UserPicker chosen={chosen} onChange={setChosen} without={memberIds} error={errors.userId} />
      )}
    </FormDialog>
  );
}
