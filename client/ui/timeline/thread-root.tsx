import type { MyConversation } from '#contract/conversations.ts';
import { useChat, useUser } from '#state/hooks.ts';
import { rootOf } from '#state/nouns/threads.ts';
import { MessageFiles } from '#ui/files/message-files.tsx';
import { mentionTokens } from '#ui/formatting/mention-tokens.tsx';
import { MessageText } from '#ui/formatting/message-text.tsx';
import { threadWords } from '#ui/messages/thread-words.ts';
import { Avatar } from '#ui/parts/avatar.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { BesideHandle, TellingHandle } from '#ui/parts/handle.tsx';
import { UserName } from '#ui/parts/user-name.tsx';
import { words } from '#ui/words.ts';
import { PersonButton } from './person-button.tsx';

/** The message that a thread hangs on, before the replies. */
export function ThreadRoot({ thread }: { thread: MyConversation }) {
  const { id, parentId, rootSeq } = thread;
  const root = useChat((state) => rootOf(state, parentId ?? '', rootSeq ?? 0, id));
  const author = useUser(root?.authorId ?? '');
  const { now, timeZone } = useClock();
  const replies = root?.thread?.replyCount ?? 0;
  return (
    <div className="px-2 pt-3 pb-1">
      {root ? (
        <article aria-labelledby="thread-root-author thread-root-time" className="flex gap-3">
          <PersonButton userId={root.authorId} picture>
            <Avatar id={root.authorId} name={author?.name ?? null} picture={author?.pictureId} />
          </PersonButton>
          <div className="min-w-0 flex-1">
            <header className="flex min-w-0 items-baseline gap-2">
              <span id="thread-root-author" className="min-w-0 font-semibold">
                <PersonButton userId={root.authorId}>
                  <BesideHandle name={<UserName user={author} />}>
                    <TellingHandle user={author} />
                  </BesideHandle>
                </PersonButton>
              </span>
              <time
                id="thread-root-time"
                dateTime={root.createdAt}
                title={exactTime(root.createdAt, timeZone)}
                className="text-tiny whitespace-nowrap text-muted tabular-nums"
              >
                {shortTime(root.createdAt, now, timeZone)}
              </time>
            </header>
            {root.deletedAt ? (
              <p className="text-muted italic">{threadWords.rootDeleted}</p>
            ) : (
              <>
                <MessageText text={root.body} meanings={mentionTokens(root.mentions)} />
                {root.files.length > 0 && <MessageFiles message={root} />}
              </>
            )}
          </div>
        </article>
      ) : (
        <p className="text-muted">{threadWords.rootMissing}</p>
      )}
      <p className="mt-3 flex items-center gap-3 text-small text-muted">
        {replies === 0 ? threadWords.none : words.threads.replies(replies)}
        <span aria-hidden className="h-px flex-1 bg-border" />
      </p>
    </div>
  );
}
