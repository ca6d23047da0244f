import { useCallback, useEffect, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import { useActions, useChat, useConnection, useConversation, useUser } from '#state/hooks.ts';
import { followedThreads } from '#state/nouns/followed-threads.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { rootOf } from '#state/nouns/threads.ts';
import { attentionOf } from '#state/nouns/unread.ts';
import { useExcerpt } from '#ui/formatting/excerpt.ts';
import { threadWords } from '#ui/messages/thread-words.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { Avatar } from '#ui/parts/avatar.tsx';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { calledName } from '#ui/parts/conversation-name.ts';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { Notice } from '#ui/parts/notice.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { useConversationName } from '#ui/parts/use-name.ts';
import { words } from '#ui/words.ts';

/** The threads that I follow, the latest reply first. */
export function ThreadsView() {
  const { isListed, hasFailed, more } = useThreadPages();
  const threads = useChat((state) =>
    followedThreads(state.conversations).filter((thread) => isListed || isRootKept(state, thread)),
  );
  const isOffline = useConnection() === 'offline';
  if (threads.length === 0 && !isOffline) {
    if (isListed) return <Notice level="h2" title={threadWords.empty} lead={threadWords.emptyLead} />;
    return hasFailed && <Notice level="h2" title={threadWords.unlisted} lead={threadWords.unlistedLead} />;
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {isOffline && (
        <div className="px-3 pt-3 md:px-5">
          <OfflineNote text={threads.length > 0 ? threadWords.offline : threadWords.noneKept} />
        </div>
      )}
      <ul className="flex max-w-[56rem] flex-col p-1 md:p-3">
        {threads.map((thread) => (
          <li key={thread.id}>
            <ThreadLink thread={thread} />
          </li>
        ))}
      </ul>
      {more && (
        <p className="px-5 pb-5">
          <Button onClick={more}>{threadWords.more}</Button>
        </p>
      )}
    </div>
  );
}

/** Reads the list page by page: the first whenever the connection is there anew. */
function useThreadPages() {
  const { listThreads } = useActions();
  const isLive = useConnection() === 'live';
  const [next, setNext] = useState<string | null>(null);
  const [isListed, setListed] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const load = useCallback(
    async (cursor: string | null) => {
      setFailed(false);
      try {
        setNext(await listThreads(cursor));
        setListed(true);
      } catch {
        setFailed(true);
      }
    },
    [listThreads],
  );
  useEffect(() => {
    if (isLive) void load(null);
  }, [isLive, load]);
  return {
    isListed: isListed && isLive,
    hasFailed: hasFailed && isLive,
    more: next !== null && isLive ? () => void load(next) : null,
  };
}

/** Whether there is anything to show of a thread beside its numbers. */
function isRootKept(state: ChatState, { id, parentId, rootSeq }: MyConversation): boolean {
  return parentId !== null && rootSeq !== null && rootOf(state, parentId, rootSeq, id) !== undefined;
}

function ThreadLink({ thread }: { thread: MyConversation }) {
  const { go } = useNavigation();
  const { id, parentId, rootSeq, lastMessageAt, lastSeq } = thread;
  const { unread } = attentionOf(thread);
  const root = useChat((state) => rootOf(state, parentId ?? '', rootSeq ?? 0, id));
  const author = useUser(root?.authorId ?? '');
  const parent = useConversation(parentId ?? '');
  const place = useConversationName(parent ?? thread);
  if (parentId === null || rootSeq === null) return null;
  const goal = {
    conversationId: parentId,
    message: null,
    panel: { kind: 'thread', rootSeq, reply: null },
  } as const;
  const replies = words.threads.replies(root?.thread?.replyCount ?? lastSeq);
  const name = author?.name ?? words.someone;
  return (
    <a
      href={pathTo(goal)}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        go(goal);
      }}
      className="flex gap-3 rounded-card px-2 py-2.5 -outline-offset-2 hover:bg-hover"
    >
      <span className="pt-0.5">
        <Avatar id={root?.authorId ?? id} name={author?.name ?? null} picture={author?.pictureId} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <bdi className={`truncate ${unread > 0 ? 'font-semibold' : ''}`}>{name}</bdi>
          <bdi className="truncate text-small text-muted">{calledName(parent ?? thread, place)}</bdi>
          {lastMessageAt && <LastReply at={lastMessageAt} />}
        </span>
        <bdi className="line-clamp-2 wrap-anywhere">{root && <RootText root={root} />}</bdi>
        <span className="flex items-center gap-2 pt-0.5 text-small text-muted">
          {replies}
          {unread > 0 && (
            <span className="min-w-5 rounded-full bg-accent px-1.5 text-center text-tiny leading-5 font-semibold text-accent-text tabular-nums">
              {words.few(unread)} <span className="sr-only">{words.threads.unread}</span>
            </span>
          )}
        </span>
      </span>
    </a>
  );
}

/** What stands for the message that a thread hangs on. */
function RootText({ root }: { root: Message }) {
  const excerpt = useExcerpt(root);
  return root.deletedAt ? threadWords.rootDeleted : excerpt;
}

function LastReply({ at }: { at: string }) {
  const { now, timeZone } = useClock();
  return (
    <time
      dateTime={at}
      title={exactTime(at, timeZone)}
      className="ms-auto shrink-0 text-tiny text-muted tabular-nums"
    >
      {shortTime(at, now, timeZone)}
    </time>
  );
}
