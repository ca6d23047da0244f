import { Bell, BellOff } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions, useChat, useConnection, useConversation, useTimeline } from '#state/hooks.ts';
import { rootOf } from '#state/nouns/threads.ts';
import { Composer } from '#ui/composer/composer.tsx';
import { StatusLine } from '#ui/composer/status-line.tsx';
import type { Panel } from '#ui/navigation/address.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { composerNow, isCovered } from '#ui/parts/focus.ts';
import { Notice } from '#ui/parts/notice.tsx';
import { PanelHeader } from '#ui/parts/panel-header.tsx';
import { Sentence } from '#ui/parts/sentence.tsx';
import { useConversationName } from '#ui/parts/use-name.ts';
import { TimelineSkeleton } from '#ui/timeline/timeline-skeleton.tsx';
import { TimelineView } from '#ui/timeline/timeline-view.tsx';
import { words } from '#ui/words.ts';

interface ThreadPanelProps {
  /** The conversation beside it. */
  conversation: MyConversation;
  panel: Panel;
  onClose: () => void;
  /** What changes the panel's width. */
  children: ReactNode;
}

/** A thread beside its conversation: the message it hangs on, the replies, and where one replies. */
export function ThreadPanel({ panel, ...props }: ThreadPanelProps) {
  return panel.kind === 'thread' ? <Thread {...props} rootSeq={panel.rootSeq} reply={panel.reply} /> : null;
}

type ThreadProps = Omit<ThreadPanelProps, 'panel'> & { rootSeq: number; reply: number | null };

function Thread({ conversation, rootSeq, reply, onClose, children }: ThreadProps) {
  const { threadId, failure, retry } = useThread(conversation.id, rootSeq, reply);
  const thread = useConversation(threadId ?? '');
  const name = useConversationName(conversation);
  const home = useRef<HTMLElement>(null);
  useFocusBack(home, rootSeq);

  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing || isCovered())
      return;
    event.preventDefault();
    onClose();
  };
  return (
    <aside
      ref={home}
      aria-label={words.threads.title}
      onKeyDown={press}
      className="flex min-h-0 flex-1 flex-col"
    >
      <PanelHeader
        title={
          <>
            {words.threads.title} <bdi className="ms-1 text-small font-normal text-muted">{name}</bdi>
          </>
        }
        onClose={onClose}
      >
        {thread && conversation.joined && <FollowButton thread={thread} />}
      </PanelHeader>
      {thread ? (
        <Replies thread={thread} reply={reply} />
      ) : failure ? (
        <Notice
          level="h2"
          title={failure === 'gone' ? words.threads.gone : words.threads.unreachable}
          lead={failure === 'gone' ? words.threads.goneLead : words.threads.unreachableLead}
        >
          {retry && <Button onClick={retry}>{words.timeline.tryAgain}</Button>}
        </Notice>
      ) : (
        <TimelineSkeleton />
      )}
      {thread &&
        (conversation.joined ? <ReplyField thread={thread} name={name} /> : <JoinFirst name={name} />)}
      <StatusLine conversationId={threadId} />
      {children}
    </aside>
  );
}

type Failure = 'gone' | 'unreachable';

/** Opens the thread and keeps it up to date while it stands here. */
function useThread(parentId: string, rootSeq: number, reply: number | null) {
  const { openThread, closeThread, refreshThread } = useActions();
  const connection = useConnection();
  const [opened, setOpened] = useState<{ rootSeq: number; id: string } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const load = useCallback(async () => {
    setFailure(null);
    try {
      const id = await openThread(parentId, rootSeq, reply);
      setOpened({ rootSeq, id });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : 'gone';
      setFailure(code === 'unavailable' || code === 'rate_limited' ? 'unreachable' : 'gone');
    }
  }, [openThread, parentId, rootSeq, reply]);
  useEffect(() => {
    void load();
    return closeThread;
  }, [load, closeThread]);

  const isLive = connection === 'live';
  const wasLive = useRef(isLive);
  useEffect(() => {
    if (isLive && !wasLive.current && failure !== null) void load();
    wasLive.current = isLive;
  }, [isLive, failure, load]);

  const threadId = opened?.rootSeq === rootSeq ? opened.id : null;
  // Of what I do not follow nothing is told but what its root says of it.
  const follows = useConversation(threadId ?? '')?.joined ?? false;
  const version = useChat((state) => rootOf(state, parentId, rootSeq)?.version);
  useEffect(() => {
    if (threadId && !follows && isLive && version !== undefined) refreshThread(threadId).catch(() => {});
  }, [threadId, follows, isLive, version, refreshThread]);

  return { threadId, failure, retry: failure === 'unreachable' && isLive ? () => void load() : null };
}

/** When the panel goes, the focus that was in it goes back to the message, or else to where one writes. */
function useFocusBack(home: { current: HTMLElement | null }, rootSeq: number) {
  const hadFocus = useRef(false);
  useEffect(() => {
    const look = () => {
      hadFocus.current = home.current?.contains(document.activeElement) ?? false;
    };
    document.addEventListener('focusin', look);
    return () => {
      document.removeEventListener('focusin', look);
      if (!hadFocus.current) return;
      requestAnimationFrame(() => {
        if (document.activeElement && document.activeElement !== document.body) return;
        const row = document.querySelector<HTMLElement>(`main [data-seq="${rootSeq}"]`);
        (row ?? composerNow())?.focus({ preventScroll: true });
      });
    };
  }, [home, rootSeq]);
}

function Replies({ thread, reply }: { thread: MyConversation; reply: number | null }) {
  const timeline = useTimeline(thread.id);
  const isLoaded = timeline && (timeline.messages.length > 0 || !timeline.hasAfter);
  if (!isLoaded) return <TimelineSkeleton />;
  return <TimelineView key={thread.id} conversation={thread} timeline={timeline} message={reply} />;
}

function ReplyField({ thread, name }: { thread: MyConversation; name: string }) {
  const [alsoInParent, setAlsoInParent] = useState(false);
  const id = useId();
  return (
    <>
      <Composer
        key={thread.id}
        conversation={thread}
        alsoInParent={alsoInParent}
        onSent={() => setAlsoInParent(false)}
      />
      <label
        htmlFor={id}
        className="flex min-h-8 items-center gap-2 px-4 pt-1 text-small text-muted md:px-6 pointer-coarse:min-h-11"
      >
        <input
          id={id}
          type="checkbox"
          checked={alsoInParent}
          onChange={(event) => setAlsoInParent(event.target.checked)}
          className="size-4 accent-(--color-accent)"
        />
        <span className="min-w-0 truncate">
          <Sentence text={([own = '']) => words.threads.also(own)} names={[name]} />
        </span>
      </label>
    </>
  );
}

function JoinFirst({ name }: { name: string }) {
  return (
    <p className="mx-3 rounded-card border border-border bg-sunken p-3 ps-4 text-muted md:mx-5">
      <Sentence text={([own = '']) => words.threads.joinFirst(own)} names={[name]} />
    </p>
  );
}

function FollowButton({ thread }: { thread: MyConversation }) {
  const { followThread } = useActions();
  const announce = useAnnounce();
  const [busy, setBusy] = useState(false);
  const { id, joined } = thread;
  const Icon = joined ? BellOff : Bell;
  const press = async () => {
    setBusy(true);
    await followThread(id, !joined)
      .then(() => announce(joined ? words.threads.unfollowed : words.threads.followed))
      .catch((error: unknown) => announce(error instanceof Error ? error.message : ''));
    setBusy(false);
  };
  return (
    <Button look="quiet" busy={busy} onClick={() => void press()}>
      <Icon size={14} aria-hidden />
      {joined ? words.threads.unfollow : words.threads.follow}
    </Button>
  );
}
