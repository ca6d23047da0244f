import { Hash, Plus } from 'lucide-react';
import { useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions, useChat } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Button } from '#ui/parts/button.tsx';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { usePages } from './use-pages.ts';

export function BrowseChannels({ onClose }: { onClose: () => void }) {
  const { call } = useActions();
  const openDialog = useOpenDialog();
  const { message, submit } = useSubmit([]);
  const [query, setQuery] = useState('');
  const q = query.trim();
  const found = usePages<MyConversation>(
    (cursor) => call('conversation:list', { ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) }),
    q,
  );
  const channels = found.items.filter((item) => item.kind === 'public');

  return (
    <Dialog title={words.channel.browseTitle} onClose={onClose} wide>
      <DialogBody>
        <div className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <Field
              label={words.channel.find}
              type="search"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              autoComplete="off"
            />
          </div>
          <Button onClick={() => openDialog({ name: 'new-channel' })}>
            <Plus size={16} aria-hidden />
            {words.sidebar.newChannel}
          </Button>
        </div>
        <FormError message={message} />
        <ul className="-mx-2 flex min-h-60 flex-col">
          {channels.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} submit={submit} onClose={onClose} />
          ))}
          {!found.waiting && channels.length === 0 && (
            <li className="px-2 py-2 text-small text-muted">
              {q ? words.channel.noneFound : words.channel.noneYet}
            </li>
          )}
        </ul>
        {found.more && <Button onClick={found.more}>{words.users.more}</Button>}
      </DialogBody>
    </Dialog>
  );
}

interface ChannelRowProps {
  channel: MyConversation;
  submit: (work: () => Promise<unknown>) => Promise<boolean>;
  onClose: () => void;
}

function ChannelRow({ channel, submit, onClose }: ChannelRowProps) {
  const { join } = useActions();
  const { go } = useNavigation();
  const joined = useChat((state) => state.conversations[channel.id]?.joined ?? channel.joined);
  const name = channel.name ?? '';
  const look = () => {
    onClose();
    go({ conversationId: channel.id, message: null });
  };
  return (
    <li className="flex items-center gap-2 rounded-control px-2 hover:bg-hover">
      <button
        type="button"
        onClick={look}
        className="flex min-h-13 min-w-0 flex-1 items-center gap-2.5 text-start -outline-offset-2"
      >
        <Hash size={16} aria-hidden className="shrink-0 text-muted" />
        <span className="min-w-0">
          <span className="block truncate font-semibold">
            <bdi>{name}</bdi>
          </span>
          <span className="block truncate text-small text-muted">
            {words.conversation.members(channel.memberCount)}
            {channel.topic && ` · ${channel.topic}`}
          </span>
        </span>
      </button>
      {joined ? (
        <span className="px-3 text-small text-muted">{words.channel.joined}</span>
      ) : (
        <Button
          aria-label={words.channel.joinNamed(name)}
          onClick={() =>
            void submit(async () => {
              await join(channel.id);
              look();
            })
          }
        >
          {words.channel.join}
        </Button>
      )}
    </li>
  );
}
