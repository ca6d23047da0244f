import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions, useConnection, useConversation, useTimeline } from '#state/hooks.ts';
import { Composer } from '#ui/composer/composer.tsx';
import { StatusLine } from '#ui/composer/status-line.tsx';
import { threadWords } from '#ui/messages/thread-words.ts';
import type { Panel } from '#ui/navigation/address.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { Bell, BellOff } from '#ui/parts/icons.ts';
import { Notice } from '#ui/parts/notice.tsx';
import { Panel as PanelRegion } from '#ui/parts/panel.tsx';
import { Sentence } from '#ui/parts/sentence.tsx';
import { useConversationName } from '#ui/parts/use-name.ts';
import { PinList } from '#ui/pins/pin-list.tsx';
import { pinWords } from '#ui/pins/pin-words.ts';
import { PinsButton } from '#ui/pins/pins-button.tsx';
import { ThreadRoot } from '#ui/timeline/thread-root.tsx';
import { TimelineSkeleton } from '#ui/timeline/timeline-skeleton.tsx';
import { TimelineView } from '#ui/timeline/timeline-view.tsx';
import { words } from '#ui/words.ts';

interface ThreadPanelProps {
  /** The conversation beside it. */
  conversation: MyConversation;
  panel: Extract<Panel, { kind: 'thread' }>;
  onClose: () => void;
  /** What changes the panel's width. */
  children: ReactNode;
}

/** A thread beside its conversation: the message it hangs on, the replies, and where one replies. */
export function ThreadPanel({ conversation, panel, onClose, children }: ThreadPanelProps) {
  const { rootSeq, reply, isPins = false } = panel;
  const { threadId, failure, retry } = useThread(conversation, rootSeq, reply);
  const thread = useConversation(threadId ?? '');
  const name = useConversationName(conversation);
  const pins = usePins(panel, onClose);
  const [title, where] = isPins ? [pinWords.title, threadWords.title] : [threadWords.title, name];

  return (
    <PanelRegion
      label={title}
      title={
        <>
          {title} <bdi className="ms-1 text-small font-normal text-muted">{where}</bdi>
        </>
      }
      tools={
        thread && (
          <Tools
            thread={thread}
            isPins={isPins}
            onPins={isPins ? pins.close : pins.open}
            mayFollow={isOpen(conversation)}
          />
        )
      }
      focusAfter={() => document.querySelector<HTMLElement>(`main [data-seq="${rootSeq}"]`)}
      onClose={isPins ? pins.close : onClose}
    >
      {thread ? (
        <Content thread={thread} panel={panel} conversation={conversation} name={name} />
      ) : failure ? (
        <Notice
          level="h2"
          title={failure === 'gone' ? threadWords.gone : threadWords.unreachable}
          lead={failure === 'gone' ? threadWords.goneLead : threadWords.unreachableLead}
        >
          {retry && <Button onClick={retry}>{words.timeline.tryAgain}</Button>}
        </Notice>
      ) : (
        <TimelineSkeleton />
      )}
      <StatusLine conversationId={threadId} />
      {children}
    </PanelRegion>
  );
}

interface ToolsProps {
  thread: MyConversation;
  isPins: boolean;
  onPins: () => void;
  mayFollow: boolean;
}

function Tools({ thread, isPins, onPins, mayFollow }: ToolsProps) {
  return (
    <>
      {(isPins || thread.pinCount > 0) && (
        <PinsButton count={thread.pinCount} isOpen={isPins} onPress={onPins} />
      )}
      {mayFollow && !isPins && <FollowButton thread={thread} />}
    </>
  );
}

/** Whether one may still write there. */
function isOpen({ joined, archivedAt }: MyConversation): boolean {
  return joined && archivedAt === null;
}

interface ContentProps extends Pick<ThreadPanelProps, 'conversation' | 'panel'> {
  thread: MyConversation;
  /** The conversation's. */
  name: string;
}

function Content({ thread, panel, conversation, name }: ContentProps) {
  if (panel.isPins) return <PinList conversation={thread} panel={panel} />;
  return (
    <>
      <Replies thread={thread} panel={panel} />
      {isOpen(conversation) ? (
        <ReplyField thread={thread} name={name} />
      ) : (
        <NoReply to={conversation} name={name} />
      )}
    </>
  );
}

/** To the pinned messages of a thread, in the place of its replies, and back to these. */
function usePins(panel: ThreadPanelProps['panel'], onClose: () => void) {
  const { address, go } = useNavigation();
  const { conversationId, message } = address;
  const { isPins: _, ...thread } = panel;
  return {
    open: () => go({ conversationId, message, panel: { ...thread, isPins: true } }),
    /** By the browser's own history where they were opened here. */
    close() {
      if (window.history.state?.parleyPanel) onClose();
      else go({ conversationId, message, panel: thread }, { replace: true });
    },
  };
}

type Failure = 'gone' | 'unreachable';

/** Opens the thread and keeps it up to date while it stands here. */
function useThread({ id: parentId, archivedAt }: MyConversation, rootSeq: number, reply: number | null) {
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
  // Of what I do not follow the server tells while it stands here.
  const follows = useConversation(threadId ?? '')?.joined ?? false;
  useEffect(() => {
    if (threadId && !follows && isLive) refreshThread(threadId).catch(() => {});
  }, [threadId, follows, isLive, refreshThread]);

  // What I may do there changes with the conversation that it hangs on, and only that is told of it.
  const known = useRef(archivedAt);
  useEffect(() => {
    if (known.current === archivedAt) return;
    known.current = archivedAt;
    if (threadId) refreshThread(threadId).catch(() => {});
  }, [threadId, archivedAt, refreshThread]);

  return { threadId, failure, retry: failure === 'unreachable' && isLive ? () => void load() : null };
}

function Replies({ thread, panel }: { thread: MyConversation; panel: ThreadPanelProps['panel'] }) {
  const timeline = useTimeline(thread.id);
  const isLoaded = timeline && (timeline.messages.length > 0 || !timeline.hasAfter);
  if (!isLoaded) return <TimelineSkeleton />;
  const shown = { message: panel.reply, press: panel, note: null, Root: ThreadRoot };
  return <TimelineView key={thread.id} conversation={thread} timeline={timeline} {...shown} />;
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
          <Sentence text={([own = '']) => threadWords.also(own)} names={[name]} />
        </span>
      </label>
    </>
  );
}

/** Why one cannot reply here. */
function NoReply({ to, name }: { to: MyConversation; name: string }) {
  return (
    <p className="mx-3 rounded-card border border-border bg-sunken p-3 ps-4 text-muted md:mx-5">
      {to.archivedAt ? (
        words.conversation.archived
      ) : (
        <Sentence text={([own = '']) => threadWords.joinFirst(own)} names={[name]} />
      )}
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
      .then(() => announce(joined ? threadWords.unfollowed : threadWords.followed))
      .catch((error: unknown) => announce(error instanceof Error ? error.message : ''));
    setBusy(false);
  };
  return (
    <Button look="quiet" busy={busy} onClick={() => void press()}>
      <Icon size={14} aria-hidden />
      {joined ? threadWords.unfollow : threadWords.follow}
    </Button>
  );
}
