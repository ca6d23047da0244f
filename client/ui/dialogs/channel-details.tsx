import { useEffect, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { limits } from '#contract/limits.ts';
import type { User } from '#contract/users.ts';
import { useActions, useMe, useUser } from '#state/hooks.ts';
import { useDepart } from '#ui/navigation/use-depart.ts';
import { Button } from '#ui/parts/button.tsx';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { fullDay } from '#ui/parts/dates.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { Sentence } from '#ui/parts/sentence.tsx';
import { words } from '#ui/words.ts';

interface ChannelDetailsProps {
  conversation: MyConversation;
  onClose: () => void;
}

export function ChannelDetails({ conversation, onClose }: ChannelDetailsProps) {
  const { call } = useActions();
  const goAway = useDepart();
  const [name, setName] = useState(conversation.name ?? '');
  const [topic, setTopic] = useState(conversation.topic);
  const { id, joined } = conversation;

  return (
    <FormDialog
      title={words.channel.detailsTitle}
      fields={['name', 'topic']}
      action={joined ? words.save : null}
      onSubmit={() => call('conversation:update', { conversationId: id, name, topic })}
      onClose={onClose}
    >
      {({ errors, submit }) => (
        <>
          <Field
            label={words.channel.name}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            hint={name.trimStart().startsWith('#') && joined ? words.channel.nameHint : undefined}
            maxLength={limits.conversationName}
            readOnly={!joined}
            autoComplete="off"
            dir="auto"
          />
          <Field
            label={words.channel.topic}
            value={topic}
            onChange={(event) => setTopic(event.target.value)}
            error={errors.topic}
            maxLength={limits.topic}
            readOnly={!joined}
            autoComplete="off"
            dir="auto"
          />
          <Origin conversation={conversation} />
          {joined && (
            <Departures
              conversation={conversation}
              onDepart={(work) =>
                submit(async () => {
                  await work();
                  onClose();
                  goAway(id);
                })
              }
            />
          )}
        </>
      )}
    </FormDialog>
  );
}

function Origin({ conversation }: { conversation: MyConversation }) {
  const timeZone = useTimeZone();
  const creator = useCreator(conversation);
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

/** Who made a channel; asked for when this browser does not know them. */
function useCreator({ createdBy }: MyConversation): User | undefined {
  const { call } = useActions();
  const known = useUser(createdBy ?? '');
  const [fetched, setFetched] = useState<User>();
  const isKnown = known !== undefined;
  useEffect(() => {
    if (isKnown || createdBy === null) return;
    let current = true;
    call('user:get', { id: createdBy }).then(
      (user) => current && setFetched(user),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [call, createdBy, isKnown]);
  return known ?? fetched;
}

interface DeparturesProps {
  conversation: MyConversation;
  onDepart: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** Leaving, and for whoever may, deleting, which asks once more. */
function Departures({ conversation, onDepart }: DeparturesProps) {
  const me = useMe();
  const { call, leave } = useActions();
  const [sure, setSure] = useState(false);
  const mayDelete = me.role === 'owner' || conversation.createdBy === me.id;
  const { id } = conversation;
  if (sure) {
    return (
      <fieldset
        aria-label={words.channel.delete}
        className="flex flex-col gap-3 rounded-control border border-danger p-3"
      >
        <p className="own-box text-small wrap-anywhere">
          <Sentence
            text={([name = '']) => words.channel.deleteSure(name)}
            names={[conversation.name ?? '']}
          />
        </p>
        <div className="flex gap-2">
          <Button
            look="danger"
            onClick={() => void onDepart(() => call('conversation:delete', { conversationId: id }))}
          >
            {words.channel.deleteYes}
          </Button>
          <Button onClick={() => setSure(false)}>{words.channel.keep}</Button>
        </div>
      </fieldset>
    );
  }
  return (
    <div className="flex flex-wrap gap-2 border-t border-border pt-4">
      <Button onClick={() => void onDepart(() => leave(id))}>{words.channel.leave}</Button>
      {mayDelete && (
        <Button look="plain-danger" onClick={() => setSure(true)}>
          {words.channel.delete}
        </Button>
      )}
    </div>
  );
}
