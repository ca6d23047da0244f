import { useEffect } from 'react';
import { useActions, useChat, useConnection } from '#state/hooks.ts';
import { unreadThreads } from '#state/nouns/threads.ts';
import { attentionOf } from '#state/nouns/unread.ts';
import { type NamedConversation, useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { Button } from '#ui/parts/button.tsx';
import { ConversationIcon } from '#ui/parts/conversation-icon.tsx';
import { CheckCheck } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { Notice } from '#ui/parts/notice.tsx';
import { words } from '#ui/words.ts';
import { UnreadSection } from './unread-section.tsx';
import { UnreadThread } from './unread-thread.tsx';
import { unreadsWords } from './unreads-words.ts';

/** What has something unread, conversations and then threads, and the first of it. What is muted asks for nothing here either. */
export function UnreadsView() {
  const { all } = useConversationList();
  const { markAllRead } = useActions();
  const threads = useUnreadThreads();
  const unread = all.filter(({ conversation }) => attentionOf(conversation).isUnread);
  if (unread.length + threads.length === 0) return <Nothing />;
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
        {threads.length > 0 && (
          <>
            <h2 className="pt-2 text-small font-semibold text-muted">{words.threads.inbox}</h2>
            {threads.map((thread) => (
              <UnreadThread key={thread.id} thread={thread} />
            ))}
          </>
        )}
      </div>
    </div>
  );
}

/** The threads with something unread, the latest reply first. The messages that they hang on are asked for with them. */
function useUnreadThreads() {
  const { listThreads } = useActions();
  const isLive = useConnection() === 'live';
  const threads = useChat(unreadThreads);
  const isNameless = useChat((state) => threads.some(({ id }) => !state.roots[id]));
  useEffect(() => {
    if (isLive && isNameless) listThreads(null).catch(() => {});
  }, [listThreads, isLive, isNameless]);
  return threads;
}

/** Everything is read; for a while after that was done in one go, it can be taken back here. */
function Nothing() {
  const { undoMarkAllRead } = useActions();
  const canUndo = useChat((state) => state.allRead !== null);
  return (
    <Notice level="h2" title={unreadsWords.none} lead={unreadsWords.noneLead}>
      {canUndo && <Button onClick={undoMarkAllRead}>{unreadsWords.undoLong}</Button>}
    </Notice>
  );
}

function UnreadConversation({ conversation, name }: NamedConversation) {
  return (
    <UnreadSection
      conversation={conversation}
      name={isolated(name)}
      goal={{ conversationId: conversation.id, message: null }}
      level="h2"
    >
      <ConversationIcon conversation={conversation} />
      <bdi className="truncate">{name}</bdi>
    </UnreadSection>
  );
}
