import { useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { limits } from '#contract/limits.ts';
import type { User } from '#contract/users.ts';
import { useActions, useChat, useMe } from '#state/hooks.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { UserPicker } from './user-picker.tsx';

export function NewMessage({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const { createConversation, updateConversation } = useActions();
  const { go } = useNavigation();
  const [chosen, setChosen] = useState<User[]>([]);
  const [name, setName] = useState('');

  const memberIds = chosen.map((user) => user.id);
  const isGroup = chosen.length > 1;
  // The one that is there needs no server to be found.
  const known = useChat(({ conversations }) =>
    Object.values(conversations).find((item) => isAmong(item, [me.id, ...memberIds])),
  );

  const start = async (signal: AbortSignal) => {
    const named = isGroup && name.trim() !== '' ? { name } : {};
    const found = known ?? (await createConversation({ kind: 'direct', memberIds, ...named }, { signal }));
    // The one that is there may be called otherwise; the same name again changes nothing.
    if (named.name !== undefined && found.name !== name.trim())
      await updateConversation(found.id, named, { signal });
    go({ conversationId: found.id, message: null });
  };

  return (
    <FormDialog
      title={dialogWords.users.newTitle}
      lead={dialogWords.users.newLead}
      fields={['memberIds', 'name']}
      action={dialogWords.users.start}
      onSubmit={start}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <UserPicker chosen={chosen} onChange={setChosen} without={[me.id]} error={errors.memberIds} />
          {isGroup && (
            <Field
              label={dialogWords.users.groupName}
              hint={dialogWords.users.groupNameHint}
              value={name}
              onChange={(event) => setName(event.target.value)}
              error={errors.name}
              maxLength={limits.conversationName}
              autoComplete="off"
              dir="auto"
            />
          )}
        </>
      )}
    </FormDialog>
  );
}

/** Whether it is the direct conversation of exactly these users. */
function isAmong({ memberIds }: MyConversation, userIds: readonly string[]): boolean {
  return memberIds?.length === userIds.length && memberIds.every((id) => userIds.includes(id));
}
