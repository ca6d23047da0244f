import { type KeyboardEvent, memo } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { SearchHit } from '#contract/search.ts';
import { useChat, useUser } from '#state/hooks.ts';
import { fileNames } from '#ui/formatting/file-names.ts';
import { type Address, pathTo } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { Avatar } from '#ui/parts/avatar.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { ConversationIcon } from '#ui/parts/conversation-icon.tsx';
import { nameOf } from '#ui/parts/conversation-name.ts';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { searchWords } from './search-words.ts';
import { snippetOf } from './snippet.ts';

interface HitProps {
  hit: SearchHit;
  /** Undefined until it is known. */
  conversation: MyConversation | undefined;
  /** The one that a thread hangs on. */
  parent: MyConversation | undefined;
  onOpen: (hit: SearchHit) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** A message that was found: where, by whom and when, and what of it. It leads to the message. */
export const Hit = memo(function Hit({ hit, conversation, parent, onOpen, onKeyDown }: HitProps) {
  const { message, highlights } = hit;
  const { go } = useNavigation();
  const { now, timeZone } = useClock();
  const author = useUser(message.authorId);
  const goal = addressOf(message, conversation);
  return (
    <a
      href={pathTo(goal)}
      data-hit={message.id}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        onOpen(hit);
        go(goal);
      }}
      className="flex gap-3 rounded-card px-3 py-2.5 -outline-offset-2 hover:bg-hover"
    >
      <span aria-hidden className="pt-0.5">
        <Avatar id={message.authorId} name={author?.name ?? ''} picture={author?.pictureId} size="medium" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2">
          <span className="min-w-0 truncate font-semibold">
            <UserName user={author} />
          </span>
          <span className="inline-flex min-w-0 items-center gap-1 text-small text-muted">
            {conversation && <ConversationIcon conversation={parent ?? conversation} />}
            <ConversationTitle conversation={conversation} parent={parent} />
          </span>
          <time
            dateTime={message.createdAt}
            title={exactTime(message.createdAt, timeZone)}
            className="text-tiny whitespace-nowrap text-muted tabular-nums"
          >
            {shortTime(message.createdAt, now, timeZone)}
          </time>
        </span>
        <span
          dir="auto"
          className="own-box line-clamp-4 block whitespace-pre-wrap wrap-anywhere [unicode-bidi:plaintext]"
        >
          {snippetOf(message.body, highlights).map(({ at, text, isFound }) =>
            isFound ? (
              <mark key={at} className="found">
                {text}
              </mark>
            ) : (
              <span key={at}>{text}</span>
            ),
          )}
          {message.files.length > 0 && (
            <span className="block text-small text-muted">{fileNames(message.files)}</span>
          )}
        </span>
      </span>
    </a>
  );
});

/** A reply stands in its thread, beside the conversation that it hangs on. */
function addressOf(
  { conversationId, seq }: SearchHit['message'],
  conversation: MyConversation | undefined,
): Address {
  const { parentId, rootSeq } = conversation ?? { parentId: null, rootSeq: null };
  if (parentId === null || rootSeq === null) return { conversationId, message: seq };
  return { conversationId: parentId, message: null, panel: { kind: 'thread', rootSeq, reply: seq } };
}

function ConversationTitle({ conversation, parent }: Pick<HitProps, 'conversation' | 'parent'>) {
  const named = parent ?? conversation;
  const name = useChat((state) => (named ? nameOf(named, state.users, state.me.id) : ''));
  return (
    <>
      <bdi className="truncate">{name || searchWords.unknown}</bdi>
      {conversation?.kind === 'thread' && <span className="shrink-0">{searchWords.thread}</span>}
    </>
  );
}
