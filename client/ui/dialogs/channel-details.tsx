import { type FormEvent, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { limits } from '#contract/limits.ts';
import { useActions, useConversation, useMe, useUser } from '#state/hooks.ts';
import { useDepart } from '#ui/navigation/use-depart.ts';
import { Button } from '#ui/parts/button.tsx';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { fullDay } from '#ui/parts/dates.ts';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';

interface ChannelDetailsProps {
  conversationId: string;
  onClose: () => void;
}

export function ChannelDetails({ conversationId, onClose }: ChannelDetailsProps) {
  const conversation = useConversation(conversationId);
  if (!conversation) return null;
  return (
    <Dialog title={words.channel.detailsTitle} onClose={onClose}>
      <Details conversation={conversation} onClose={onClose} />
    </Dialog>
  );
}

function Details({ conversation, onClose }: { conversation: MyConversation; onClose: () => void }) {
  const { call, leave } = useActions();
  const goAway = useDepart();
  const { busy, errors, message, submit } = useSubmit(['name', 'topic']);
  const [name, setName] = useState(conversation.name ?? '');
  const [topic, setTopic] = useState(conversation.topic);
  const { id, joined } = conversation;

  const save = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      await call('conversation:update', { conversationId: id, name, topic });
      onClose();
    });
  };
  const depart = (work: () => Promise<unknown>) =>
    submit(async () => {
      await work();
      onClose();
      goAway(id);
    });

  return (
    <form method="post" noValidate onSubmit={save} className="flex min-h-0 flex-col">
      <DialogBody>
        <FormError message={message} />
        <Field
          label={words.channel.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={errors.name}
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
        {joined && <Departures conversation={conversation} onDepart={depart} leave={leave} />}
      </DialogBody>
      {joined && (
        <DialogActions>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {words.save}
          </Button>
        </DialogActions>
      )}
    </form>
  );
}

function Origin({ conversation }: { conversation: MyConversation }) {
  const timeZone = useTimeZone();
  const creator = useUser(conversation.createdBy ?? '');
  const day = fullDay(conversation.createdAt, timeZone);
  return (
    <p className="text-small text-muted">
      {creator ? words.channel.created(creator.name, day) : words.channel.createdOn(day)}
    </p>
  );
}

interface DeparturesProps {
  conversation: MyConversation;
  leave: (conversationId: string) => Promise<void>;
  onDepart: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** Leaving, and for whoever may, deleting, which asks once more. */
function Departures({ conversation, leave, onDepart }: DeparturesProps) {
  const me = useMe();
  const { call } = useActions();
  const [sure, setSure] = useState(false);
  const mayDelete = me.role === 'owner' || conversation.createdBy === me.id;
  const { id } = conversation;
  if (sure) {
    return (
      <fieldset
        aria-label={words.channel.delete}
        className="flex flex-col gap-3 rounded-control border border-danger p-3"
      >
        <p className="text-small">{words.channel.deleteSure(conversation.name ?? '')}</p>
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
        <Button onClick={() => setSure(true)} className="text-danger!">
          {words.channel.delete}
        </Button>
      )}
    </div>
  );
}
