import { type ComponentProps, useCallback, useEffect, useRef, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useConnection, useConversation, useTimeline } from '#state/hooks.ts';
import { StatusLine } from '#ui/composer/status-line.tsx';
import type { Address } from '#ui/navigation/address.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Button } from '#ui/parts/button.tsx';
import type { Pointing } from '#ui/timeline/pointing.ts';
import { TimelineSkeleton } from '#ui/timeline/timeline-skeleton.tsx';
import { TimelineView } from '#ui/timeline/timeline-view.tsx';
import { words } from '#ui/words.ts';
import { BareHeader } from './bare-header.tsx';
import { Part, useChatParts } from './chat-parts.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import type { Instead } from './instead.tsx';
import { useRare } from './later-rare.ts';
import { useOpening } from './use-opening.ts';

/** The conversation that the address names, or what stands there instead. */
export function ConversationColumn({ address }: { address: Address }) {
  if (!address.conversationId) return <Lacking why="none" />;
  return <OpenConversation key={address.conversationId} id={address.conversationId} address={address} />;
}

function OpenConversation({ id, address }: { id: string; address: Address }) {
  const { open, pointing, returns } = useOpening(id, address);
  const { composer } = useChatParts();
  const conversation = useConversation(id);
  const [failure, setFailure] = useState<'gone' | 'unreachable' | null>(null);

  const load = useCallback(async () => {
    setFailure(null);
    try {
      await open();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      setFailure(code === 'not_found' || code === 'invalid' ? 'gone' : 'unreachable');
    }
  }, [open]);
  useEffect(() => void load(), [load]);
  // What could not be had without a connection is asked for again as soon as there is one.
  const connection = useConnection();
  const before = useRef(connection);
  useEffect(() => {
    if (connection === 'live' && before.current !== 'live' && failure === 'unreachable') void load();
    before.current = connection;
  }, [connection, failure, load]);
  const isOffline = connection === 'offline';
  const retry = failure === 'unreachable' && connection === 'live' ? () => void load() : null;

  // Taken away while it was open: asking again tells whether one may still look at it.
  const isThere = conversation !== undefined;
  const wasThere = useRef(isThere);
  useEffect(() => {
    if (wasThere.current && !isThere) void load();
    wasThere.current = isThere;
  }, [isThere, load]);

  useWayToThread(conversation, address.message);
  if (failure === 'gone') return <Lacking why="gone" />;
  if (!conversation && (failure || isOffline)) return <Lacking why="unreachable" onRetry={retry} />;
  if (!conversation) return <Opening />;
  return (
    <>
      <ConversationHeader id={id} />
      <Messages
        key={returns}
        conversation={conversation}
        {...pointing}
        isReturn={returns > 0}
        isOffline={isOffline}
        onRetry={retry}
      />
      <Part>{composer}</Part>
      <StatusLine conversationId={id} />
    </>
  );
}

function Lacking(props: ComponentProps<typeof Instead>) {
  const rare = useRare(true);
  if (rare) return <rare.Instead {...props} />;
  return props.why === 'none' || props.why === 'not-kept' ? null : <BareHeader />;
}

/** A link to a thread leads to where it stands: beside the conversation that it hangs on. */
function useWayToThread(conversation: MyConversation | undefined, message: number | null) {
  const { go } = useNavigation();
  const { parentId = null, rootSeq = null } = conversation ?? {};
  useEffect(() => {
    if (parentId === null || rootSeq === null) return;
    const panel = { kind: 'thread', rootSeq, reply: message } as const;
    go({ conversationId: parentId, message: null, panel }, { replace: true });
  }, [go, parentId, rootSeq, message]);
}

interface MessagesProps extends Pointing {
  conversation: MyConversation;
  isReturn: boolean;
  isOffline: boolean;
  onRetry: (() => void) | null;
}

function Messages({ conversation, isOffline, onRetry, ...pointing }: MessagesProps) {
  const timeline = useTimeline(conversation.id);
  const loaded = timeline && (timeline.messages.length > 0 || !timeline.hasAfter);
  if (loaded) return <TimelineView conversation={conversation} timeline={timeline} {...pointing} />;
  if (isOffline) return <Lacking why="not-kept" />;
  if (!onRetry) return <TimelineSkeleton />;
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-4 text-muted">
      {words.timeline.loadFailed}
      <Button onClick={onRetry}>{words.timeline.tryAgain}</Button>
    </div>
  );
}

/** Its name is not known yet. */
function Opening() {
  return (
    <>
      <BareHeader>
        <h1 className="sr-only">{words.conversation.opening}</h1>
      </BareHeader>
      <TimelineSkeleton />
    </>
  );
}
