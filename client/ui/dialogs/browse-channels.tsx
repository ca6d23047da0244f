import { useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions, useChat, useConnection } from '#state/hooks.ts';
import { useConversations } from '#state/later-hooks.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Button } from '#ui/parts/button.tsx';
import { ConversationIcon } from '#ui/parts/conversation-icon.tsx';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { Plus } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';

export function BrowseChannels({ onClose }: { onClose: () => void }) {
  const { join } = useActions();
  const { go } = useNavigation();
  const openDialog = useOpenDialog();
  const { message, submit } = useSubmit([]);
  const [query, setQuery] = useState('');
  const q = query.trim();
  const isLive = useConnection() === 'live';
  const [archived, setArchived] = useState(false);
  const kept = useKeptChannels(q, archived);
  const version = `${isLive} ${useChat(({ conversations }) => versionOf(Object.values(conversations)))}`;
  const inUse = useChannels({ kind: 'public' }, q, version);
  // Private ones too: nothing else leads to them any more.
  const put = useChannels({ archived: true }, q, version);
  const found = archived ? put : inUse;
  const channels = isLive ? found.items : kept;

  const look = (conversationId: string) => {
    onClose();
    go({ conversationId, message: null });
  };
  const joinAndLook = async (conversationId: string) => {
    const isJoined = await submit((signal) => join(conversationId, { signal }));
    if (isJoined) look(conversationId);
    // It may be gone: the server says so only to its members.
    else found.refresh();
  };

  return (
    <Dialog title={dialogWords.channel.browseTitle} onClose={onClose} wide>
      <DialogBody>
        <div className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <Field
              label={dialogWords.channel.find}
              type="search"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              autoComplete="off"
              dir="auto"
            />
          </div>
          <Button onClick={() => openDialog({ name: 'new-channel' })}>
            <Plus size={16} aria-hidden />
            {words.sidebar.newChannel}
          </Button>
        </div>
        {(archived || put.items.length > 0) && (
          <Choice
            archived={archived}
            count={`${put.items.length}${put.more ? '+' : ''}`}
            onChange={setArchived}
          />
        )}
        <FormError message={message} />
        <OfflineNote text={dialogWords.channel.offline} />
        <ul className="-mx-2 flex min-h-60 flex-col">
          {channels.map((channel) => (
            <ChannelRow
              key={channel.id}
              listed={channel}
              onLook={() => look(channel.id)}
              onJoin={() => void joinAndLook(channel.id)}
            />
          ))}
          {isLive && !found.waiting && channels.length === 0 && (
            <li className="px-2 py-2 text-small text-muted">
              {q
                ? dialogWords.channel.noneFound
                : archived
                  ? dialogWords.channel.noneArchived
                  : dialogWords.channel.noneYet}
            </li>
          )}
        </ul>
        {isLive && found.more && <Button onClick={found.more}>{dialogWords.users.more}</Button>}
      </DialogBody>
    </Dialog>
  );
}

function useChannels(which: { kind: 'public' } | { archived: true }, q: string, version: string) {
  const { call } = useActions();
  return usePages<MyConversation>({
    ask: (cursor) =>
      call('conversation:list', { ...which, ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) }),
    idOf: (channel) => channel.id,
    query: q,
    version,
  });
}

interface ChoiceProps {
  archived: boolean;
  /** How many are archived. */
  count: string;
  onChange: (archived: boolean) => void;
}

/** Channels in use, or those that are only there to be read. */
function Choice({ archived, count, onChange }: ChoiceProps) {
  return (
    <div className="flex gap-2">
      <Button look={archived ? 'quiet' : 'plain'} aria-pressed={!archived} onClick={() => onChange(false)}>
        {dialogWords.channel.inUse}
      </Button>
      <Button look={archived ? 'plain' : 'quiet'} aria-pressed={archived} onClick={() => onChange(true)}>
        {dialogWords.channel.archivedCount(count)}
      </Button>
    </div>
  );
}

/** What this browser knows of the channels, for as long as the server cannot be asked. */
function useKeptChannels(query: string, archived: boolean): MyConversation[] {
  const wanted = query.toLowerCase();
  return useConversations()
    .filter(({ kind, archivedAt }) => (archived ? archivedAt !== null : kind === 'public' && !archivedAt))
    .filter(({ name, topic }) => `${name} ${topic}`.toLowerCase().includes(wanted))
    .sort((one, other) => (one.name ?? '').localeCompare(other.name ?? ''));
}

/** Changes whenever one of my channels is joined, left, renamed, archived or deleted. */
function versionOf(conversations: readonly MyConversation[]): string {
  return conversations
    .filter(({ kind, joined }) => kind !== 'direct' && joined)
    .map(({ id, updatedAt }) => `${id} ${updatedAt}`)
    .sort()
    .join(' ');
}

interface ChannelRowProps {
  /** As the server listed it. */
  listed: MyConversation;
  onLook: () => void;
  onJoin: () => void;
}

function ChannelRow({ listed, onLook, onJoin }: ChannelRowProps) {
  const known = useChat((state) => state.conversations[listed.id]);
  const channel = known && known.updatedAt > listed.updatedAt ? known : listed;
  const { name, topic, memberCount } = channel;
  return (
    <li className="flex items-center gap-2 rounded-control px-2 hover:bg-hover">
      <button
        type="button"
        onClick={onLook}
        className="flex min-h-13 min-w-0 flex-1 items-center gap-2.5 text-start -outline-offset-2"
      >
        <span className="inline-flex shrink-0 text-muted">
          <ConversationIcon conversation={channel} />
        </span>
        <span className="min-w-0">
          <span className="block truncate font-semibold">
            <bdi>{name}</bdi>
          </span>
          <span className="block truncate text-small text-muted">
            {words.conversation.members(memberCount)}
            {topic && (
              <>
                {' · '}
                <bdi>{topic}</bdi>
              </>
            )}
          </span>
        </span>
      </button>
      {/* Whatever I have joined is known here. */}
      {known?.joined ? (
        <span className="px-3 text-small text-muted">{dialogWords.channel.joined}</span>
      ) : channel.archivedAt ? null : (
        <Button aria-label={dialogWords.channel.joinNamed(isolated(name ?? ''))} onClick={onJoin}>
          {dialogWords.channel.join}
        </Button>
      )}
    </li>
  );
}
