import type { MyConversation } from '#contract/conversations.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { ConversationIcon } from '#ui/parts/conversation-icon.tsx';
import { BesideHandle, ConversationHandle, useToldName } from '#ui/parts/handle.tsx';
import { words } from '#ui/words.ts';

interface ConversationLinkProps {
  conversation: MyConversation;
  name: string;
}

export function ConversationLink({ conversation, name }: ConversationLinkProps) {
  const { address, go } = useNavigation();
  const { id, unread, mentions } = conversation;
  const here = address.conversationId === id;
  const goal = { conversationId: id, message: null };
  return (
    <a
      href={pathTo(goal)}
      aria-label={words.sidebar.link(useToldName(conversation, name), unread)}
      aria-current={here ? 'page' : undefined}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        if (!here || address.message !== null) go(goal);
      }}
      className={`flex h-8 items-center gap-2 rounded-control px-2 -outline-offset-2 pointer-coarse:h-11 ${here ? 'bg-strong text-text' : 'hover:bg-strong/60'} ${unread > 0 ? 'font-semibold text-text' : here ? '' : 'text-muted'}`}
    >
      <ConversationIcon conversation={conversation} />
      <span className="min-w-0 flex-1">
        <BesideHandle name={<bdi>{name}</bdi>}>
          <ConversationHandle conversation={conversation} />
        </BesideHandle>
      </span>
      {mentions > 0 && (
        <span
          aria-hidden
          data-drawn={mentions > 99 ? '99+' : mentions}
          className="drawn-text min-w-5 rounded-full bg-accent px-1.5 text-center text-tiny leading-5 font-semibold text-accent-text tabular-nums"
        />
      )}
    </a>
  );
}
