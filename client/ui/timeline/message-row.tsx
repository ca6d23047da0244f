import { memo } from 'react';
import { isMentioned } from '#contract/mention-words.ts';
import { useMe, useUser } from '#state/hooks.ts';
import { changesOver } from '#state/nouns/changes.ts';
import { FilesToSend, MessageFiles } from '#ui/files/message-files.tsx';
import { mentionTokens } from '#ui/formatting/mention-tokens.tsx';
import { MessageText } from '#ui/formatting/message-text.tsx';
import { EditedMark } from '#ui/messages/edited-mark.tsx';
import { type Entry, isSent } from '#ui/messages/entry.ts';
import { KeptMarks } from '#ui/messages/kept-marks.tsx';
import { LaterEditor } from '#ui/messages/later-editor.tsx';
import { ThreadMarks } from '#ui/messages/thread-marks.tsx';
import { Tombstone } from '#ui/messages/tombstone.tsx';
import { Avatar } from '#ui/parts/avatar.tsx';
import { BesideHandle, TellingHandle } from '#ui/parts/handle.tsx';
import { Clock } from '#ui/parts/icons.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { words } from '#ui/words.ts';
import { FailedPart } from './failed-part.tsx';
import { useKnownRow } from './known-row.ts';
import { LinkPart } from './link-part.tsx';
import { MessageTime } from './message-time.tsx';
import { PersonButton } from './person-button.tsx';
import { PollPart } from './poll-part.tsx';
import { Reactions } from './reactions.tsx';

interface MessageRowProps {
  entry: Entry;
  authorId: string;
  head: boolean;
  /** The one row that the Tab key reaches; arrow keys move on from it. */
  current: boolean;
  /** Here the browser itself opens the timeline, before any script runs, where it knows how. */
  opens: boolean;
  /** A link points at it. */
  pointed: boolean;
  /** Its author is writing another text for it. */
  edited: boolean;
}

export const MessageRow = memo(function MessageRow({
  entry,
  authorId,
  head,
  current,
  opens,
  pointed,
  edited,
}: MessageRowProps) {
  const author = useUser(authorId);
  const me = useMe();
  const forMe = isSent(entry) && isMentioned(entry, me.id);
  const known = useKnownRow({ entry, author, head, isSpecial: pointed || edited });
  const names = `${entry.clientId}-author ${entry.clientId}-time`;
  const row = {
    'aria-labelledby': names,
    tabIndex: current ? 0 : -1,
    'data-entry': entry.clientId,
    'data-seq': isSent(entry) ? entry.seq : undefined,
    className: `group relative scroll-mt-13 grid grid-cols-[3.5rem_minmax(0,1fr)] rounded-control pe-4 -outline-offset-2 ${forMe ? 'bg-mention before:absolute before:inset-y-0 before:start-0 before:w-[3px] before:rounded-full before:bg-mention-edge' : 'hover:bg-hover focus-within:bg-hover'} ${head ? 'mt-2 pt-1 pb-0.5' : 'py-0.5'} ${pointed ? 'animate-point' : ''} ${opens ? '[scroll-initial-target:nearest]' : ''}`,
  };
  // biome-ignore lint/security/noDangerouslySetInnerHtml: React wrote this itself, for an earlier page
  if (known !== null) return <article {...row} dangerouslySetInnerHTML={{ __html: known }} />;
  return (
    <article {...row}>
      {head ? (
        <>
          <span className="row-span-2 ps-2 pt-0.5">
            <PersonButton userId={authorId} picture>
              <Avatar id={authorId} name={author?.name ?? null} picture={author?.pictureId} />
            </PersonButton>
          </span>
          <header className="flex min-w-0 items-baseline gap-2">
            <span id={`${entry.clientId}-author`} className="min-w-0 font-semibold">
              <PersonButton userId={authorId}>
                <BesideHandle name={<UserName user={author} />}>
                  <TellingHandle user={author} />
                </BesideHandle>
              </PersonButton>
            </span>
            <MessageTime id={`${entry.clientId}-time`} iso={entry.createdAt} />
          </header>
        </>
      ) : (
        <span className="pt-[3px]">
          <span id={`${entry.clientId}-author`} className="sr-only">
            <UserName user={author} /> <TellingHandle user={author} />
          </span>
          <MessageTime id={`${entry.clientId}-time`} iso={entry.createdAt} gutter />
        </span>
      )}
      <div className="col-start-2 min-w-0">
        {isSent(entry) && <KeptMarks message={entry} />}
        {forMe && <span className="sr-only">{words.mentions.forYou}</span>}
        {edited ? <LaterEditor entry={entry} /> : <Body entry={entry} current={current} pointed={pointed} />}
        {isSent(entry) && <ThreadMarks message={entry} current={current} />}
      </div>
    </article>
  );
});

function Body({ entry, current, pointed }: Pick<MessageRowProps, 'entry' | 'current' | 'pointed'>) {
  if (!isSent(entry)) {
    return (
      <>
        <div className="text-muted">
          <MessageText text={entry.body} />
          {entry.files && <FilesToSend clientId={entry.clientId} files={entry.files} />}
        </div>
        {entry.state === 'failed' ? (
          <FailedPart clientId={entry.clientId} text={words.timeline.failed(entry.reason)} />
        ) : (
          <Sending text={words.timeline.sending} />
        )}
      </>
    );
  }
  if (entry.deletedAt) return <Tombstone message={entry} />;
  if (entry.notice) return <Notice authorId={entry.authorId} />;
  const waiting = changesOver(entry).filter(
    ({ change }) => change.kind === 'edit' || change.kind === 'restore',
  );
  const refused = waiting.find((item) => item.state === 'failed');
  return (
    <>
      {entry.poll ? (
        <PollPart message={entry} poll={entry.poll} current={current} />
      ) : (
        <MessageText text={entry.body} meanings={mentionTokens(entry.mentions)} whole={pointed} />
      )}
      {entry.files.length > 0 && <MessageFiles message={entry} />}
      {(entry.previews.length > 0 || entry.body.includes('://')) && (
        <LinkPart message={entry} current={current} />
      )}
      {entry.editedAt && <EditedMark message={entry} editedAt={entry.editedAt} />}
      {entry.reactions.length > 0 && <Reactions message={entry} current={current} />}
      {waiting.some((item) => item.state === 'sending') && <Sending text={words.actions.saving} />}
      {refused && <FailedPart clientId={refused.clientId} text={words.actions.notEdited(refused.reason)} />}
    </>
  );
}

/** What the server wrote in somebody's name. */
function Notice({ authorId }: { authorId: string }) {
  return (
    <p className="text-small text-muted">
      <UserName user={useUser(authorId)} /> {words.timeline.joined}
    </p>
  );
}

/** Said at once to those who listen; seen only after a second, because most are gone by then. */
function Sending({ text }: { text: string }) {
  return (
    <span className="absolute end-2 bottom-1 inline-flex items-center gap-1 rounded-control bg-surface px-1 text-tiny text-muted animate-clock">
      <Clock size={12} aria-hidden />
      {text}
    </span>
  );
}
