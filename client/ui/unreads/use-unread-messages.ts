import { useEffect, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import { useActions, useConnection, useMe } from '#state/hooks.ts';

/** Messages of one conversation in the list of what is unread, at most. */
const shownMost = 4;

interface UnreadMessages {
  messages: Message[];
  /** They could not be had. */
  hasFailed: boolean;
}

/** The first unread messages; null until they are known. Asked for again when others are the first. */
export function useUnreadMessages(conversation: MyConversation): UnreadMessages | null {
  const { id, lastReadSeq, lastSeq, skipped, unread } = conversation;
  const { peek } = useActions();
  const { id: myId } = useMe();
  const isLive = useConnection() === 'live';
  const [found, setFound] = useState<UnreadMessages | null>(null);
  // What is skipped stands between them: a few more are asked for than are shown.
  const reach = Math.min(lastSeq - lastReadSeq, shownMost + skipped.length, 100);
  const after = unread > 0 ? lastReadSeq : null;

  useEffect(() => {
    if (after === null) return;
    let isGone = false;
    const isUnread = ({ authorId, deletedAt }: Message) => authorId !== myId && deletedAt === null;
    peek(id, after, reach).then(
      (items) => {
        const messages = items.filter(isUnread).slice(0, shownMost);
        if (!isGone) setFound({ messages, hasFailed: messages.length === 0 && !isLive });
      },
      () => isGone || setFound({ messages: [], hasFailed: true }),
    );
    return () => {
      isGone = true;
    };
  }, [peek, id, after, reach, myId, isLive]);
  return found;
}
