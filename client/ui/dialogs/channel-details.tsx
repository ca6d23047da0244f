import { Bell } from 'lucide-react';
import { useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { limits } from '#contract/limits.ts';
import { useActions, useUser } from '#state/hooks.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Button } from '#ui/parts/button.tsx';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { fullDay } from '#ui/parts/dates.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { Sentence } from '#ui/parts/sentence.tsx';
import { words } from '#ui/words.ts';
import { Departures } from './departures.tsx';

interface ChannelDetailsProps {
  conversation: MyConversation;
  onClose: () => void;
}

export function ChannelDetails({ conversation, onClose }: ChannelDetailsProps) {
  const { call } = useActions();
  const openDialog = useOpenDialog();
  const [name, setName] = useState(conversation.name ?? '');
  const [topic, setTopic] = useState(conversation.topic);
  const { id, may } = conversation;
  const mayRename = may.includes('rename');
  const maySetTopic = may.includes('setTopic');

  const save = async (signal: AbortSignal) => {
    const changes = {
      ...(name === conversation.name ? {} : { name }),
      ...(topic === conversation.topic ? {} : { topic }),
    };
    if (Object.keys(changes).length > 0)
      await call('conversation:update', { conversationId: id, ...changes }, { signal });
  };

  return (
    <FormDialog
      title={words.channel.detailsTitle}
      fields={['name', 'topic']}
      action={mayRename || maySetTopic ? words.save : null}
      onSubmit={save}
      onClose={onClose}
    >
      {({ errors, submit }) => (
        <>
          <Field
            label={words.channel.name}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            hint={name.trimStart().startsWith('#') && mayRename ? words.channel.nameHint : undefined}
            maxLength={limits.conversationName}
            readOnly={!mayRename}
            autoComplete="off"
            dir="auto"
          />
          <Field
            label={words.channel.topic}
            value={topic}
            onChange={(event) => setTopic(event.target.value)}
            error={errors.topic}
            maxLength={limits.topic}
            readOnly={!maySetTopic}
            autoComplete="off"
            dir="auto"
          />
          <Origin conversation={conversation} />
          {conversation.joined && (
            <p>
              <Button onClick={() => openDialog({ name: 'notify', conversationId: id })}>
                <Bell size={16} aria-hidden />
                {words.notify.title}
              </Button>
            </p>
          )}
          {may.includes('leave') && (
            <div className="flex flex-wrap gap-2 border-t border-border pt-4">
              <Departures conversation={conversation} submit={submit} onClose={onClose} withDeletion />
            </div>
          )}
        </>
      )}
    </FormDialog>
  );
}

function Origin({ conversation }: { conversation: MyConversation }) {
  const timeZone = useTimeZone();
  const creator = useUser(conversation.createdBy ?? '');
  const day = fullDay(conversation.createdAt, timeZone);
  return (
    <p className="own-box text-small text-muted wrap-anywhere">
      {creator ? (
        <Sentence text={([name = '']) => words.channel.created(name, day)} names={[creator.name]} />
      ) : (
        words.channel.createdOn(day)
      )}
    </p>
  );
}
