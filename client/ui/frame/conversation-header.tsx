import { ArrowLeft, Bell, BellOff, ChevronDown, Pin, Search, Users } from 'lucide-react';
import type { MyConversation } from '#contract/conversations.ts';
import { useChat } from '#state/hooks.ts';
import { attentionElsewhere, attentionOf } from '#state/nouns/unread.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { ConversationIcon } from '#ui/parts/conversation-icon.tsx';
import { ConversationHandle } from '#ui/parts/handle.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { wordIn } from '#ui/parts/search-in.ts';
import { useConversationName } from '#ui/parts/use-name.ts';
import { words } from '#ui/words.ts';

export function ConversationHeader({ conversation }: { conversation: MyConversation }) {
  const openDialog = useOpenDialog();
  const { id, kind, topic, memberCount } = conversation;
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
        {conversation.pinCount > 0 && <PinsButton conversation={conversation} />}
        {(kind !== 'direct' || memberCount > 2) && (
          <button
            type="button"
            aria-label={words.conversation.members(memberCount)}
            onClick={() => openDialog({ name: 'members', conversationId: id })}
            className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control px-2 text-small text-muted tabular-nums hover:bg-strong hover:text-text pointer-coarse:h-11"
          >
            <Users size={16} aria-hidden />
            {memberCount}
          </button>
        )}
        {conversation.joined && <NotifyButton conversation={conversation} />}
        <SearchButton conversation={conversation} />
      </span>
    </header>
  );
}

/** To the pinned messages, beside the conversation; a second press closes them. */
function PinsButton({ conversation: { id, pinCount } }: { conversation: MyConversation }) {
  const { address, go, closePanel } = useNavigation();
  const isOpen = address.panel?.kind === 'pins';
  return (
    <button
      type="button"
      aria-label={words.conversation.pins(pinCount)}
      aria-expanded={isOpen}
      onClick={() =>
        isOpen ? closePanel() : go({ conversationId: id, message: null, panel: { kind: 'pins' } })
      }
      className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control px-2 text-small text-muted tabular-nums hover:bg-strong hover:text-text pointer-coarse:h-11"
    >
      <Pin size={16} aria-hidden />
      {pinCount}
    </button>
  );
}

/** How much of it one wants to notice. */
function NotifyButton({ conversation }: { conversation: MyConversation }) {
  const openDialog = useOpenDialog();
  const { isMuted } = attentionOf(conversation);
  const Icon = isMuted ? BellOff : Bell;
  return (
    <IconButton
      label={isMuted ? words.notify.muted : words.notify.title}
      aria-haspopup="dialog"
      onClick={() => openDialog({ name: 'notify', conversationId: conversation.id })}
    >
      <Icon size={16} aria-hidden />
    </IconButton>
  );
}

/** To a search of this conversation alone. */
function SearchButton({ conversation }: { conversation: MyConversation }) {
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
    <span className="relative md:hidden">
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
          className={`drawn-text pointer-events-none absolute rounded-full bg-accent text-center font-semibold text-accent-text tabular-nums ring-2 ring-surface ${mentions > 0 ? 'end-0.5 top-1.5 min-w-4 px-1 text-[0.625rem] leading-4' : 'end-2 top-2 size-2'}`}
        />
      )}
    </span>
  );
}

function Title({ conversation }: { conversation: MyConversation }) {
  const name = useConversationName(conversation);
  const openDialog = useOpenDialog();
  const label = (
    <>
      <span className="inline-flex text-muted">
        <ConversationIcon conversation={conversation} />
      </span>
      <bdi className="truncate">{name}</bdi>
    </>
  );
  if (conversation.kind === 'direct')
    return (
      <h1 className="flex min-w-0 items-center gap-2 px-1 font-semibold">
        {label}
        <ConversationHandle conversation={conversation} />
      </h1>
    );
  return (
    <h1 className="-ms-1 max-w-[70%] min-w-0 font-semibold md:max-w-[60%] md:shrink-0">
      <button
        type="button"
        aria-label={isolated(name)}
        aria-haspopup="dialog"
        onClick={() => openDialog({ name: 'details', conversationId: conversation.id })}
        className="flex h-8 max-w-full items-center gap-1.5 rounded-control px-1 hover:bg-strong pointer-coarse:h-11"
      >
        {label}
        <ChevronDown size={14} aria-hidden className="shrink-0 text-muted" />
      </button>
    </h1>
  );
}
