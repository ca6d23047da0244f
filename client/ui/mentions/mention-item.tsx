import { useEffect, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import { useActions, useChat, useConversation, useUser } from '#state/hooks.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { Avatar } from '#ui/parts/avatar.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { calledName, nameOf } from '#ui/parts/conversation-name.ts';
import { exactTime } from '#ui/parts/dates.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { words } from '#ui/words.ts';

/** A message with its place, which leads there. */
export function MentionItem({ message }: { message: Message }) {
  const { go } = useNavigation();
  const { timeZone } = useClock();
  const author = useUser(message.authorId);
  const place = usePlace(message.conversationId);
  const time = exactTime(message.createdAt, timeZone);
  const goal = { conversationId: message.conversationId, message: message.seq };
  return (
    <li className="relative flex gap-3 rounded-card px-2 py-2.5 hover:bg-hover focus-within:bg-hover">
      <Avatar id={message.authorId} name={author?.name ?? null} />
      <div className="min-w-0 flex-1">
        <a
          href={pathTo(goal)}
          aria-label={words.mentions.item(isolated(author?.name ?? words.someone), place, time)}
          onClick={(event) => {
            if (!isPlainPress(event)) return;
            event.preventDefault();
            go(goal);
          }}
          // The whole item is its target.
          className="flex flex-wrap items-baseline gap-x-2 after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          <span className="font-semibold">
            <UserName user={author} />
          </span>
          <span className="min-w-0 truncate text-small text-muted">{place}</span>
          <time dateTime={message.createdAt} className="text-tiny text-muted tabular-nums">
            {time}
          </time>
        </a>
        <p dir="auto" className="line-clamp-3 whitespace-pre-line wrap-anywhere">
          {message.body}
        </p>
      </div>
    </li>
  );
}

/** The conversation's name as it is today. One that I only may look at is asked for. */
function usePlace(conversationId: string): string {
  const { call } = useActions();
  const known = useConversation(conversationId);
  const [found, setFound] = useState<MyConversation | null>(null);
  const isMissing = known === undefined;
  useEffect(() => {
    if (!isMissing) return;
    let isCurrent = true;
    call('conversation:get', { conversationId }).then(
      (conversation) => isCurrent && setFound(conversation),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [call, conversationId, isMissing]);
  const conversation = known ?? found;
  const name = useChat(({ users, me }) => (conversation ? nameOf(conversation, users, me.id) : ''));
  return conversation ? calledName(conversation, name) : '';
}
