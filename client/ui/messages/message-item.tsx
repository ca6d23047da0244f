import { type ReactNode, useEffect, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import { useActions, useChat, useConversation, useUser } from '#state/hooks.ts';
import { useExcerpt } from '#ui/formatting/excerpt.ts';
import { type Address, type Panel, pathTo } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { Avatar } from '#ui/parts/avatar.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { calledName, nameOf } from '#ui/parts/conversation-name.ts';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { words } from '#ui/words.ts';
import { messageWords } from './message-words.ts';

interface MessageItemProps {
  message: Message;
  /** Where it leads, if not to where it stands. */
  goal?: Address;
  /** What else there is to say of it and to do with it. */
  children?: ReactNode;
}

/** A message with its place, which leads there. For lists. */
export function MessageItem({ message, goal: given, children }: MessageItemProps) {
  const { go } = useNavigation();
  const { now, timeZone } = useClock();
  const author = useUser(message.authorId);
  const { name, goal: place } = usePlace(message);
  const goal = given ?? place;
  const excerpt = useExcerpt(message);
  return (
    <li className="relative flex gap-3 rounded-card px-2 py-2.5 hover:bg-hover focus-within:bg-hover">
      <Avatar id={message.authorId} name={author?.name ?? null} picture={author?.pictureId} />
      <div className="min-w-0 flex-1">
        <a
          href={pathTo(goal)}
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
          <span className="sr-only"> {messageWords.in} </span>
          <span className="min-w-0 truncate text-small text-muted">{name}</span>
          <time
            dateTime={message.createdAt}
            title={exactTime(message.createdAt, timeZone)}
            // Above the target, so that its title shows.
            className="relative z-1 text-tiny whitespace-nowrap text-muted tabular-nums"
          >
            {shortTime(message.createdAt, now, timeZone)}
          </time>
        </a>
        <p dir="auto" className="line-clamp-3 whitespace-pre-line wrap-anywhere">
          {message.deletedAt ? <span className="text-muted italic">{words.timeline.deleted}</span> : excerpt}
        </p>
        {children && <div className="relative mt-1 w-fit max-w-full">{children}</div>}
      </div>
    </li>
  );
}

/** What its conversation is called today, and the address of the message; in a thread, beside its parent. */
function usePlace({ conversationId, seq }: Message): { name: string; goal: Address } {
  const conversation = useAnyConversation(conversationId);
  const { parentId = null, rootSeq = null } = conversation ?? {};
  const parent = useAnyConversation(parentId);
  const named = parentId === null ? conversation : parent;
  const name = useChat(({ users, me }) => (named ? nameOf(named, users, me.id) : ''));
  const called = named ? calledName(named, name) : '';
  if (parentId === null || rootSeq === null) return { name: called, goal: { conversationId, message: seq } };
  const panel: Panel = { kind: 'thread', rootSeq, reply: seq };
  return {
    name: messageWords.inThread(called),
    goal: { conversationId: parentId, message: null, panel },
  };
}

/** A conversation that I may see. One that I have not joined is asked for. */
function useAnyConversation(conversationId: string | null): MyConversation | undefined {
  const { call } = useActions();
  const known = useConversation(conversationId ?? '');
  const [found, setFound] = useState<MyConversation>();
  const isMissing = conversationId !== null && known === undefined;
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
  return known ?? found;
}
