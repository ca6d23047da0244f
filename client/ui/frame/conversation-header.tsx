import { memo } from 'react';
import { useChat, useConversationFacts } from '#state/hooks.ts';
import type { ConversationFacts } from '#state/nouns/facts.ts';
import { attentionElsewhere } from '#state/nouns/unread.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { ConversationIcon } from '#ui/parts/conversation-icon.tsx';
import { CountButton } from '#ui/parts/count-button.tsx';
import { ConversationHandle } from '#ui/parts/handle.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { ArrowLeft, Bell, BellOff, ChevronDown, Search, Users } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { wordIn } from '#ui/parts/search-in.ts';
import { useConversationName } from '#ui/parts/use-name.ts';
import { PinsButton } from '#ui/pins/pins-button.tsx';
import { words } from '#ui/words.ts';

/** Not drawn again for a message. */
export const ConversationHeader = memo(function ConversationHeader({ id }: { id: string }) {
  const conversation = useConversationFacts(id);
  const [isOpen, toggle] = useDetails(id, 'members');
  if (!conversation) return null;
  const { kind, topic, memberCount } = conversation;
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-b border-border px-2 md:gap-3 md:px-5">
      <BackButton from={id} />
      <Title conversation={conversation} />
      {topic && (
        <p title={isolated(topic)} className="hidden min-w-0 flex-1 truncate text-small text-muted md:block">
          <bdi>{topic}</bdi>
        </p>
      )}
      <span className="ms-auto inline-flex shrink-0 items-center">
        {conversation.pinCount > 0 && <ConversationPins conversation={conversation} />}
        {(kind !== 'direct' || memberCount > 2) && (
          <CountButton
            icon={Users}
            label={words.conversation.members(memberCount)}
            count={memberCount}
            isOpen={isOpen}
            onPress={toggle}
          />
        )}
        {conversation.joined && !conversation.archivedAt && <NotifyButton conversation={conversation} />}
        <SearchButton conversation={conversation} />
      </span>
    </header>
  );
});

/** To the pinned messages, beside the conversation. */
function ConversationPins({ conversation: { id, pinCount } }: { conversation: ConversationFacts }) {
  const { address, go, closePanel } = useNavigation();
  const { panel, message } = address;
  const isOpen = panel?.kind === 'pins';
  const open = () =>
    go({ conversationId: id, message, panel: { kind: 'pins' } }, { replace: Boolean(panel) });
  return <PinsButton count={pinCount} isOpen={isOpen} onPress={isOpen ? closePanel : open} />;
}

/** Whether the details stand beside the conversation, and how to open or close them. */
function useDetails(
  conversationId: string,
  section: 'members' | null,
): [isOpen: boolean, toggle: () => void] {
  const { address, go, closePanel } = useNavigation();
  const { panel, message } = address;
  const isOpen = panel?.kind === 'details';
  const open = () =>
    go({ conversationId, message, panel: { kind: 'details', section } }, { replace: Boolean(panel) });
  return [isOpen, isOpen && panel.section === section ? closePanel : open];
}

/** How much of it one wants to notice. */
function NotifyButton({ conversation: { id, muted } }: { conversation: ConversationFacts }) {
  const openDialog = useOpenDialog();
  const Icon = muted ? BellOff : Bell;
  return (
    <IconButton
      label={muted ? words.notify.muted : words.notify.title}
      aria-haspopup="dialog"
      onClick={() => openDialog({ name: 'notify', conversationId: id })}
    >
      <Icon size={16} aria-hidden />
    </IconButton>
  );
}

/** To a search of this conversation alone. */
function SearchButton({ conversation }: { conversation: ConversationFacts }) {
  const { go } = useNavigation();
  const word = useChat((state) => wordIn(conversation, state.users, state.me.id));
  return (
    <IconButton
      label={words.search.here}
      onClick={() => go({ conversationId: null, message: null, view: 'search', query: `${word} ` })}
    >
      <Search size={16} aria-hidden />
    </IconButton>
  );
}

/** On a phone, to the list; it says whether anything else there is unread. */
function BackButton({ from }: { from: string }) {
  const { back } = useNavigation();
  const { isUnread, forMe: mentions } = useChat(({ conversations }) =>
    attentionElsewhere(conversations, from),
  );
  return (
    <span className="relative flex md:hidden">
      <IconButton
        label={words.back}
        aria-describedby={isUnread ? 'unread-elsewhere' : undefined}
        onClick={back}
      >
        <ArrowLeft size={20} aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
      {isUnread && (
        <span
          id="unread-elsewhere"
          role="img"
          aria-label={words.sidebar.unreadElsewhere(mentions)}
          data-drawn={mentions > 0 ? words.few(mentions) : ''}
          className={`drawn-text pointer-events-none absolute start-1/2 bottom-1/2 rounded-full bg-accent text-center font-semibold text-accent-text tabular-nums ring-2 ring-surface ${mentions > 0 ? 'ms-0.5 min-w-4 px-1 text-[0.625rem] leading-4' : 'ms-1.5 mb-1 size-2'}`}
        />
      )}
    </span>
  );
}

function Title({ conversation }: { conversation: ConversationFacts }) {
  const name = useConversationName(conversation);
  const [isOpen, toggle] = useDetails(conversation.id, null);
  return (
    <h1 className="-ms-1 flex max-w-[70%] min-w-0 items-center gap-1 font-semibold md:max-w-[60%] md:shrink-0">
      <button
        type="button"
        aria-label={isolated(name)}
        aria-expanded={isOpen}
        onClick={toggle}
        className="flex h-8 min-w-0 items-center gap-1.5 rounded-control px-1 hover:bg-strong pointer-coarse:h-11"
      >
        <span className="inline-flex text-muted">
          <ConversationIcon conversation={conversation} />
        </span>
        <bdi className="truncate">{name}</bdi>
        <ChevronDown size={14} aria-hidden className="shrink-0 text-muted" />
      </button>
      <ConversationHandle conversation={conversation} />
    </h1>
  );
}
