import { memo } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { attentionOf } from '#state/nouns/unread.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { ConversationIcon } from '#ui/parts/conversation-icon.tsx';
import { BesideHandle, ConversationHandle, useToldName } from '#ui/parts/handle.tsx';
import { BellOff } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';
import { walkLinks } from './walk-links.ts';

interface ConversationLinkProps {
  conversation: MyConversation;
  name: string;
  /** The Tab key comes to it; from there arrow keys lead to the others. */
  stop: boolean;
}

/** Drawn again only when its own conversation changes, or where one is. */
export const ConversationLink = memo(function ConversationLink({
  conversation,
  name,
  stop,
}: ConversationLinkProps) {
  const { address, go } = useNavigation();
  const { id } = conversation;
  const { unread, forMe, isUnread, isMuted } = attentionOf(conversation);
  const here = address.conversationId === id;
  const goal = { conversationId: id, message: null };
  return (
    <a
      data-row={id}
      href={pathTo(goal)}
      aria-label={words.sidebar.link(useToldName(conversation, name), unread, isMuted)}
      aria-current={here ? 'page' : undefined}
      tabIndex={stop ? 0 : -1}
      onKeyDown={walkLinks}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        if (!here || address.message !== null) go(goal);
      }}
      className={`flex h-8 items-center gap-2 rounded-control px-2 -outline-offset-2 pointer-coarse:h-11 ${here ? 'bg-strong text-text' : 'hover:bg-strong/60'} ${isUnread ? 'font-semibold text-text' : here ? '' : 'text-muted'}`}
    >
      <ConversationIcon conversation={conversation} />
      <span className="min-w-0 flex-1">
        <BesideHandle name={<bdi>{name}</bdi>}>
          <ConversationHandle conversation={conversation} />
        </BesideHandle>
      </span>
      {isMuted && <BellOff size={14} aria-hidden className="shrink-0 text-muted" />}
      {forMe > 0 && (
        <span
          aria-hidden
          data-drawn={words.few(forMe)}
          className={`drawn-text min-w-5 rounded-full px-1.5 text-center text-tiny leading-5 font-semibold tabular-nums ${isMuted ? 'bg-strong text-muted ring-1 ring-border-strong ring-inset' : 'bg-accent text-accent-text'}`}
        />
      )}
    </a>
  );
});
