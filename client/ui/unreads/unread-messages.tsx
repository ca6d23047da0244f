import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import { useUser } from '#state/hooks.ts';
import { useExcerpt } from '#ui/formatting/excerpt.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { addressOfMessage } from '#ui/navigation/message-address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { words } from '#ui/words.ts';
import { unreadsWords } from './unreads-words.ts';
import { useUnreadMessages } from './use-unread-messages.ts';

/** The first unread messages of a conversation, each a link to its place. */
export function UnreadMessages({ conversation }: { conversation: MyConversation }) {
  const found = useUnreadMessages(conversation);
  if (!found) return <p className="h-12" aria-hidden />;
  const rest = conversation.unread - found.messages.length;
  return (
    <>
      <ul className="flex flex-col">
        {found.messages.map((message) => (
          <li key={message.id}>
            <UnreadMessage message={message} conversation={conversation} />
          </li>
        ))}
      </ul>
      {found.hasFailed && <p className="px-3 py-2 text-small text-muted">{unreadsWords.notKept}</p>}
      {rest > 0 && found.messages.length > 0 && (
        <p className="px-3 pb-2 text-small text-muted">{unreadsWords.more(words.few(rest))}</p>
      )}
    </>
  );
}

function UnreadMessage({ message, conversation }: { message: Message; conversation: MyConversation }) {
  const { go } = useNavigation();
  const author = useUser(message.authorId);
  const { now, timeZone } = useClock();
  const excerpt = useExcerpt(message);
  const goal = addressOfMessage(conversation, message.seq);
  return (
    <a
      href={pathTo(goal)}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        go(goal);
      }}
      className="block rounded-control px-3 py-1.5 -outline-offset-2 hover:bg-hover pointer-coarse:min-h-11"
    >
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 truncate text-small font-semibold">
          <UserName user={author} />
        </span>
        <time
          dateTime={message.createdAt}
          title={exactTime(message.createdAt, timeZone)}
          className="shrink-0 text-tiny text-muted tabular-nums"
        >
          {shortTime(message.createdAt, now, timeZone)}
        </time>
      </span>
      <span dir="auto" className="own-box line-clamp-3 whitespace-pre-line wrap-anywhere">
        {excerpt}
      </span>
    </a>
  );
}
