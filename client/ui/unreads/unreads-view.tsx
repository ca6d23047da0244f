import { Check, CheckCheck } from 'lucide-react';
import { useRef } from 'react';
import { useActions, useChat } from '#state/hooks.ts';
import { attentionOf } from '#state/nouns/unread.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { type NamedConversation, useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { Button } from '#ui/parts/button.tsx';
import { ConversationIcon } from '#ui/parts/conversation-icon.tsx';
import { leave } from '#ui/parts/focus.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { Notice } from '#ui/parts/notice.tsx';
import { words } from '#ui/words.ts';
import { UnreadMessages } from './unread-messages.tsx';

/** The conversations with something unread, and the first of it. What is muted asks for nothing here either. */
export function UnreadsView() {
  const { all } = useConversationList();
  const { markAllRead } = useActions();
  const unread = all.filter(({ conversation }) => attentionOf(conversation).isUnread);
  if (unread.length === 0) return <Nothing />;
  return (
    <div data-unreads tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
      <div className="flex w-full max-w-[56rem] flex-col gap-3 p-3 md:p-5">
        <div className="flex justify-end">
          <Button onClick={markAllRead}>
            <CheckCheck size={16} aria-hidden />
            {words.unreads.markAll}
          </Button>
        </div>
        {unread.map((named) => (
          <UnreadConversation key={named.conversation.id} {...named} />
        ))}
      </div>
    </div>
  );
}

/** Everything is read; for a while after that was done in one go, it can be taken back here. */
function Nothing() {
  const { undoMarkAllRead } = useActions();
  const canUndo = useChat((state) => state.allRead !== null);
  return (
    <Notice level="h2" title={words.unreads.none} lead={words.unreads.noneLead}>
      {canUndo && <Button onClick={undoMarkAllRead}>{words.unreads.undoLong}</Button>}
    </Notice>
  );
}

function UnreadConversation({ conversation, name }: NamedConversation) {
  const { go } = useNavigation();
  const { markRead } = useActions();
  const section = useRef<HTMLElement>(null);
  const { id, lastSeq } = conversation;
  const { unread, forMe } = attentionOf(conversation);
  const goal = { conversationId: id, message: null };
  const read = () => {
    if (section.current) leave(section.current, '[data-unread]', '[data-unreads]');
    markRead(id, lastSeq);
  };
  return (
    <section
      ref={section}
      data-unread
      tabIndex={-1}
      aria-label={words.sidebar.link(isolated(name), unread)}
      className="rounded-card border border-border -outline-offset-2"
    >
      <div className="flex items-center gap-2 px-3 py-1">
        <h2 className="min-w-0 flex-1">
          <a
            href={pathTo(goal)}
            onClick={(event) => {
              if (!isPlainPress(event)) return;
              event.preventDefault();
              go(goal);
            }}
            className="inline-flex min-h-8 max-w-full items-center gap-2 rounded-control font-semibold hover:underline pointer-coarse:min-h-11"
          >
            <ConversationIcon conversation={conversation} />
            <bdi className="truncate">{name}</bdi>
          </a>
        </h2>
        <span
          aria-hidden
          className={`rounded-full px-1.5 text-tiny leading-5 font-semibold tabular-nums ${forMe > 0 ? 'bg-accent text-accent-text' : 'text-muted'}`}
        >
          {words.few(forMe > 0 ? forMe : unread)}
        </span>
        <IconButton label={words.unreads.markRead(isolated(name))} onClick={read}>
          <Check size={16} aria-hidden />
        </IconButton>
      </div>
      <UnreadMessages conversation={conversation} />
    </section>
  );
}
