import { useMemo } from 'react';
import { isMentioned } from '#contract/mention-words.ts';
import type { Message } from '#contract/messages.ts';
import { useActions, useChat, useConnection, useMe } from '#state/hooks.ts';
import { MessageItem } from '#ui/messages/message-item.tsx';
import { Button } from '#ui/parts/button.tsx';
import { Notice } from '#ui/parts/notice.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { mentionsWords } from './mentions-words.ts';

/** The messages that mention me, the newest first, wherever I may read. */
export function MentionsView() {
  return useConnection() === 'offline' ? <KeptMentions /> : <ListedMentions />;
}

function ListedMentions() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  // A new mention, and one that was read or taken back, changes the count of its conversation.
  const counts = useChat(({ conversations }) =>
    Object.values(conversations)
      .filter(({ kind, mentions }) => kind !== 'direct' && mentions > 0)
      .map(({ id, mentions }) => `${id} ${mentions}`)
      .sort()
      .join(),
  );
  const { items, waiting, more } = usePages<Message>({
    ask: (cursor) => call('mention:list', cursor ? { cursor } : {}),
    idOf: ({ id }) => id,
    query: '',
    version: `${isLive} ${counts}`,
  });
  if (waiting) return null;
  if (items.length === 0 && !more)
    return <Notice level="h2" title={mentionsWords.none} lead={mentionsWords.noneLead} />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <MentionList messages={items} />
      {more && (
        <p className="px-5 pb-5">
          <Button onClick={more}>{mentionsWords.more}</Button>
        </p>
      )}
    </div>
  );
}

/** What this browser has of them, while the server cannot be asked. */
function KeptMentions() {
  const { id: myId } = useMe();
  const timelines = useChat((state) => state.timelines);
  const kept = useMemo(
    () =>
      Object.values(timelines)
        .flatMap(({ messages }) => messages.filter((message) => isMentioned(message, myId)))
        .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1)),
    [timelines, myId],
  );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="px-3 pt-3 md:px-5">
        <OfflineNote text={kept.length > 0 ? mentionsWords.offline : mentionsWords.noneKept} />
      </div>
      <MentionList messages={kept} />
    </div>
  );
}

function MentionList({ messages }: { messages: readonly Message[] }) {
  return (
    <ul aria-label={mentionsWords.list} className="flex max-w-[56rem] flex-col p-1 md:p-3">
      {messages.map((message) => (
        <MessageItem key={message.id} message={message} />
      ))}
    </ul>
  );
}
