import { pathTo } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { type NamedConversation, useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { ConversationIcon } from '#ui/parts/conversation-icon.tsx';
import { Notice } from '#ui/parts/notice.tsx';
import { words } from '#ui/words.ts';

/** The conversations with something unread. */
export function UnreadsView() {
  const { channels, direct } = useConversationList();
  const unread = [...channels, ...direct].filter(({ conversation }) => conversation.unread > 0);
  if (unread.length === 0)
    return <Notice level="h2" title={words.unreads.none} lead={words.unreads.noneLead} />;
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto p-3">
      {unread.map((named) => (
        <li key={named.conversation.id}>
          <UnreadLink {...named} />
        </li>
      ))}
    </ul>
  );
}

function UnreadLink({ conversation, name }: NamedConversation) {
  const { go } = useNavigation();
  const goal = { conversationId: conversation.id, message: null };
  return (
    <a
      href={pathTo(goal)}
      aria-label={words.sidebar.link(name, conversation.unread)}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        go(goal);
      }}
      className="flex h-11 items-center gap-2 rounded-control px-2 -outline-offset-2 hover:bg-strong"
    >
      <ConversationIcon conversation={conversation} />
      <bdi className="min-w-0 flex-1 truncate font-semibold">{name}</bdi>
      <span className="text-small text-muted tabular-nums">{words.few(conversation.unread)}</span>
    </a>
  );
}
