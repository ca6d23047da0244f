import { useMemo, useRef } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import {
  useActions,
  useConnection,
  useMay,
  useMe,
  usePendingChanges,
  useTimeline,
  useUser,
} from '#state/hooks.ts';
import { MessageItem } from '#ui/messages/message-item.tsx';
import { messageWords } from '#ui/messages/message-words.ts';
import type { Address } from '#ui/navigation/address.ts';
import { addressOfMessage } from '#ui/navigation/message-address.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { leave } from '#ui/parts/focus.ts';
import { Notice } from '#ui/parts/notice.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { hasRoomBeside } from '#ui/parts/panel-room.ts';
import { usePages } from '#ui/parts/use-pages.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { pinWords } from './pin-words.ts';
import { pinnedNow } from './pinned-now.ts';

interface PinListProps {
  conversation: MyConversation;
  /** What stays open beside the conversation when one goes to a message. */
  panel: Address['panel'];
}

/** The pinned messages of a conversation, whatever was pinned last first; each leads to its place. */
export function PinList({ conversation, panel }: PinListProps) {
  const { id: conversationId, pinCount } = conversation;
  const { call } = useActions();
  const { id: myId } = useMe();
  const connection = useConnection();
  const timeline = useTimeline(conversationId);
  const changes = usePendingChanges(conversationId);
  const { items, waiting, more } = usePages<Message>({
    ask: (cursor) => call('pin:list', { conversationId, ...(cursor ? { cursor } : {}) }),
    idOf: ({ id }) => id,
    query: conversationId,
    version: `${connection === 'live'} ${pinCount}`,
  });
  const pinned = useMemo(
    () => pinnedNow(items, timeline?.messages ?? [], changes, myId),
    [items, timeline?.messages, changes, myId],
  );
  const isOffline = connection === 'offline';
  if (waiting && !isOffline && pinned.length === 0) return null;
  if (pinned.length === 0 && !isOffline && !more)
    return <Notice level="h2" title={pinWords.none} lead={pinWords.noneLead} />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="px-3 pt-3 empty:hidden">
        <OfflineNote text={pinned.length > 0 ? pinWords.offline : pinWords.noneKept} />
      </div>
      <ul aria-label={pinWords.title} className="flex flex-col p-1">
        {pinned.map((message) => (
          <Pinned key={message.id} message={message} goal={goalOf(conversation, message.seq, panel)} />
        ))}
      </ul>
      {more && (
        <p className="px-4 pb-4">
          <Button onClick={more}>{pinWords.more}</Button>
        </p>
      )}
    </div>
  );
}

/** Where there is room for both, the list stays beside the message that it leads to. */
function goalOf(conversation: MyConversation, seq: number, panel: Address['panel']): Address {
  const goal = addressOfMessage(conversation, seq);
  return panel && hasRoomBeside() && !goal.panel ? { ...goal, panel } : goal;
}

function Pinned({ message, goal }: { message: Message; goal: Address }) {
  const { change } = useActions();
  const announce = useAnnounce();
  const { now, timeZone } = useClock();
  const mayPin = useMay(message.conversationId, 'pin');
  const user = useUser(message.pin?.byId ?? '');
  const own = useRef<HTMLSpanElement>(null);
  const at = message.pin?.at ?? message.createdAt;
  return (
    <MessageItem message={message} goal={goal}>
      <span ref={own} className="flex flex-wrap items-center gap-x-2 text-small text-muted">
        <span title={exactTime(at, timeZone)}>
          {pinWords.by} <UserName user={user} />, {shortTime(at, now, timeZone)}
        </span>
        {mayPin && (
          <button
            type="button"
            onClick={() => {
              const row = own.current?.closest('li');
              if (row) leave(row, 'li', '#panel');
              change(message, { kind: 'pin', given: false });
              announce(messageWords.unpinned);
            }}
            className="word-action px-1.5 pointer-coarse:min-w-11"
          >
            {pinWords.unpin}
          </button>
        )}
      </span>
    </MessageItem>
  );
}
