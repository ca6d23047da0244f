import { useState } from 'react';
import type { IncomingHook, OutgoingHook } from '#contract/hooks.ts';
import { limits } from '#contract/limits.ts';
import { useActions } from '#state/hooks.ts';
import { useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { SelectField } from '#ui/parts/select-field.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { OutgoingForm, type OutgoingFormProps } from './hook-form.tsx';
import { HookLog } from './hook-log.tsx';
import { hookWords } from './hook-words.ts';

type SureTask =
  | { kind: 'new-address' | 'remove-incoming'; hook: IncomingHook }
  | { kind: 'new-secret' | 'remove-outgoing'; hook: OutgoingHook };

/** What is being done with a webhook. */
export type HookTask =
  | { kind: 'new-incoming' | 'new-outgoing' }
  | { kind: 'edit-outgoing' | 'log'; hook: OutgoingHook }
  | SureTask;

interface HookDialogProps extends Omit<OutgoingFormProps, 'hook'> {
  task: HookTask;
}

export function HookDialog({ task, onSecret, onClose }: HookDialogProps) {
  switch (task.kind) {
    case 'new-incoming':
      return <NewIncoming onSecret={onSecret} onClose={onClose} />;
    case 'new-outgoing':
      return <OutgoingForm hook={null} onSecret={onSecret} onClose={onClose} />;
    case 'edit-outgoing':
      return <OutgoingForm hook={task.hook} onSecret={onSecret} onClose={onClose} />;
    case 'log':
      return <HookLog hook={task.hook} onClose={onClose} />;
    default:
      return <Sure task={task} onSecret={onSecret} onClose={onClose} />;
  }
}

/** The whole address of a path of this server. */
function whole(path: string): string {
  return window.location.origin + path;
}

function NewIncoming({ onSecret, onClose }: Omit<HookDialogProps, 'task'>) {
  const { call } = useActions();
  const { all } = useConversationList();
  const channels = all
    .filter(({ conversation: { may } }) => may.includes('addMember'))
    .toSorted((left, right) => left.name.localeCompare(right.name));
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState('');
  const make = async (signal: AbortSignal) => {
    const { path } = await call('incoming-hook:create', { name, conversationId: chosen }, { signal });
    onSecret('address', whole(path));
  };
  return (
    <FormDialog
      title={hookWords.makeIncoming}
      fields={['name', 'conversationId']}
      action={channels.length === 0 ? null : hookWords.make}
      onSubmit={make}
      onClose={onClose}
    >
      {({ errors }) =>
        channels.length === 0 ? (
          <p className="text-muted">{hookWords.noChannels}</p>
        ) : (
          <>
            <Field
              label={hookWords.name}
              hint={hookWords.nameHint}
              value={name}
              onChange={(event) => setName(event.target.value)}
              error={errors.name}
              maxLength={limits.userName}
              autoComplete="off"
              dir="auto"
            />
            <SelectField
              label={hookWords.channel}
              // None was chosen, which the server calls no id.
              error={errors.conversationId && hookWords.chooseChannel}
              value={chosen}
              options={[
                { value: '', label: hookWords.chooseChannel },
                ...channels.map((channel) => ({
                  value: channel.conversation.id as string,
                  label: `#${channel.name}`,
                })),
              ]}
              onChange={setChosen}
            />
          </>
        )
      }
    </FormDialog>
  );
}

const sure = {
  'new-address': hookWords.sure.newAddress,
  'remove-incoming': hookWords.sure.removeIncoming,
  'new-secret': hookWords.sure.newSecret,
  'remove-outgoing': hookWords.sure.removeOutgoing,
} as const;

/** Asks once more, and says what will happen. */
function Sure({ task, onSecret, onClose }: Omit<HookDialogProps, 'task'> & { task: SureTask }) {
  const { call } = useActions();
  const [title, lead, action] = sure[task.kind];
  const carryOut = async (signal: AbortSignal) => {
    switch (task.kind) {
      case 'new-address':
        onSecret(
          'address',
          whole((await call('incoming-hook:rotate', { id: task.hook.user.id }, { signal })).path),
        );
        break;
      case 'new-secret':
        onSecret('secret', (await call('outgoing-hook:rotate', { id: task.hook.id }, { signal })).secret);
        break;
      case 'remove-incoming':
        await call('incoming-hook:remove', { id: task.hook.user.id }, { signal });
        showToast({ text: hookWords.removed, action: null });
        break;
      case 'remove-outgoing':
        await call('outgoing-hook:remove', { id: task.hook.id }, { signal });
        showToast({ text: hookWords.removed, action: null });
        break;
    }
  };
  return (
    <FormDialog
      title={title('user' in task.hook ? task.hook.user.name : task.hook.name)}
      lead={lead}
      fields={[]}
      action={action}
      onSubmit={carryOut}
      onClose={onClose}
    >
      {() => null}
    </FormDialog>
  );
}
