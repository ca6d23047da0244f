import { memo } from 'react';
import type { Message } from '#contract/messages.ts';
import { useConversation, useUser } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Avatar } from '#ui/parts/avatar.tsx';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { MessageSquareReply } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';

interface ThreadMarksProps {
  message: Message;
  /** Its row is the one that the Tab key reaches: so do they. */
  current: boolean;
}

/** What there is to see of threads at a message: the thread that hangs on it, and the one that it was sent from. */
export const ThreadMarks = memo(function ThreadMarks({ message, current }: ThreadMarksProps) {
  const { thread, inThread } = message;
  return (
    <>
      {inThread && !message.deletedAt && (
        <FromThread message={message} rootSeq={inThread.rootSeq} current={current} />
      )}
      {thread && thread.replyCount > 0 && <Summary message={message} thread={thread} current={current} />}
    </>
  );
});

function useOpenThread(conversationId: string, rootSeq: number): () => void {
  const { go } = useNavigation();
  return () => go({ conversationId, message: null, panel: { kind: 'thread', rootSeq, reply: null } });
}

interface SummaryProps extends ThreadMarksProps {
  thread: NonNullable<Message['thread']>;
}

/** `3 replies`, from whom and when; a dot where something of it is unread. */
function Summary({ message, thread, current }: SummaryProps) {
  const timeZone = useTimeZone();
  const isUnread = (useConversation(thread.id)?.unread ?? 0) > 0;
  const open = useOpenThread(message.conversationId, message.seq);
  const replies = words.threads.replies(thread.replyCount);
  // Seen from the day of the message: so nothing is drawn again as time goes by.
  const day = Date.parse(message.createdAt);
  const last = thread.lastReplyAt
    ? words.threads.lastReply(shortTime(thread.lastReplyAt, day, timeZone))
    : '';
  return (
    <button
      type="button"
      tabIndex={current ? 0 : -1}
      onClick={open}
      className="group/thread -ms-1.5 mt-1 flex min-h-8 w-fit max-w-full items-center gap-2 rounded-control border border-transparent px-1.5 text-small hover:border-border hover:bg-raised pointer-coarse:min-h-11"
    >
      <span className="flex shrink-0 gap-1">
        {thread.lastAuthorIds.map((id) => (
          <Replier key={id} id={id} />
        ))}
      </span>
      <span className={`shrink-0 text-link ${isUnread ? 'font-semibold' : ''}`}>{replies}</span>
      {isUnread && <span aria-hidden className="size-2 shrink-0 rounded-full bg-accent" />}
      <span className="truncate text-tiny text-muted">{last}</span>
      {isUnread && <span className="sr-only">{words.threads.unread}</span>}
    </button>
  );
}

function Replier({ id }: { id: string }) {
  const user = useUser(id);
  return <Avatar id={id} name={user?.name ?? null} picture={user?.pictureId} size="small" />;
}

/** A copy of a reply says so, and leads to its thread. */
function FromThread({ message, rootSeq, current }: ThreadMarksProps & { rootSeq: number }) {
  const open = useOpenThread(message.conversationId, rootSeq);
  return (
    <button
      type="button"
      tabIndex={current ? 0 : -1}
      onClick={open}
      className="-ms-1.5 flex min-h-6 w-fit items-center gap-1.5 rounded-control px-1.5 text-tiny text-muted hover:text-text hover:underline pointer-coarse:min-h-11"
    >
      <MessageSquareReply size={12} aria-hidden />
      {words.threads.sentFrom}
    </button>
  );
}
