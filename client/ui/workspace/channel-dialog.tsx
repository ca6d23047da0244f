import { useState } from 'react';
import { limits } from '#contract/limits.ts';
import type { ManagedChannel } from '#contract/managed-channels.ts';
import { useActions } from '#state/hooks.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { words } from '#ui/words.ts';
import { channelWords } from './channel-words.ts';
import { officeWords } from './office-words.ts';
import { SureDialog } from './sure-dialog.tsx';

/** What is asked before something is done with a channel. */
export type ChannelQuestion = 'rename' | 'take-over' | 'delete';

interface ChannelDialogProps {
  question: ChannelQuestion;
  channel: ManagedChannel;
  onDone: () => void;
  onClose: () => void;
}

export function ChannelDialog({ question, channel, onDone, onClose }: ChannelDialogProps) {
  const { call } = useActions();
  const { id: conversationId, messageCount } = channel;
  const name = isolated(channel.name);
  switch (question) {
    case 'rename':
      return <Rename channel={channel} onDone={onDone} onClose={onClose} />;
    case 'take-over':
      return (
        <SureDialog
          title={channelWords.takeOverTitle(name)}
          lead={channelWords.takeOverLead}
          yes={channelWords.takeOverYes}
          onYes={(signal) => call('channel:take-over', { conversationId }, { signal })}
          onDone={onDone}
          onClose={onClose}
        />
      );
    case 'delete':
      return (
        <SureDialog
          title={channelWords.deleteTitle(name)}
          lead={channelWords.deleteLead(officeWords.counted(messageCount, ...channelWords.messages))}
          yes={channelWords.deleteYes}
          danger
          onYes={(signal) => call('channel:delete', { conversationId }, { signal })}
          onDone={onDone}
          onClose={onClose}
        />
      );
  }
}

function Rename({ channel, onDone, onClose }: Omit<ChannelDialogProps, 'question'>) {
  const { call } = useActions();
  const [name, setName] = useState(channel.name);
  const save = async (signal: AbortSignal) => {
    await call('channel:update', { conversationId: channel.id, name }, { signal });
    onDone();
  };
  return (
    <FormDialog
      title={channelWords.renameTitle}
      fields={['name']}
      action={words.save}
      onSubmit={save}
      onClose={onClose}
    >
      {({ errors }) => (
        <Field
          label={channelWords.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={errors.name}
          maxLength={limits.conversationName}
          autoComplete="off"
          dir="auto"
        />
      )}
    </FormDialog>
  );
}
