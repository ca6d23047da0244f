import type { MyConversation } from '#contract/conversations.ts';
import type { SentFile } from '#contract/files.ts';
import { useActions, useConnection, useUser } from '#state/hooks.ts';
import { DownloadButton, FileKindIcon } from '#ui/files/file-head.tsx';
import { fileWords } from '#ui/files/file-words.ts';
import { sizeText } from '#ui/files/sizes.ts';
import { type Address, pathTo } from '#ui/navigation/address.ts';
import { addressOfMessage } from '#ui/navigation/message-address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { hasRoomBeside } from '#ui/parts/panel-room.ts';
import { usePages } from '#ui/parts/use-pages.ts';
import { UserName } from '#ui/parts/user-name.tsx';

/** So many at a time. */
const page = 10;

/** The files of a conversation and its threads, whatever was sent last first; each leads to its message. */
export function Files({ conversation }: { conversation: MyConversation }) {
  const { id: conversationId, version } = conversation;
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const { items, waiting, more } = usePages<SentFile>({
    ask: (cursor) => call('file:list', { conversationId, limit: page, ...(cursor ? { cursor } : {}) }),
    idOf: ({ file }) => file.id,
    query: conversationId,
    version: `${isLive} ${version}`,
  });
  if (items.length === 0)
    return (
      <p className="text-small text-muted">{!isLive ? fileWords.offline : waiting ? '' : fileWords.none}</p>
    );
  return (
    <>
      <ul className="-mx-2 flex flex-col">
        {items.map((sent) => (
          <Line key={sent.file.id} conversation={conversation} sent={sent} />
        ))}
      </ul>
      {more && (
        <p className="pt-2">
          <Button onClick={more}>{fileWords.loadMore}</Button>
        </p>
      )}
    </>
  );
}

function Line({ conversation, sent }: { conversation: MyConversation; sent: SentFile }) {
  const { file, authorId, sentAt } = sent;
  const { go } = useNavigation();
  const { now, timeZone } = useClock();
  const author = useUser(authorId);
  const goal = goalOf(conversation, sent);
  return (
    <li className="relative flex min-h-13 items-center gap-2.5 rounded-control px-2 hover:bg-strong">
      {file.hasPreview ? (
        // biome-ignore lint/performance/noImgElement: its sizes are made by the server
        <img
          src={`/api/v1/files/${file.id}?size=preview`}
          alt=""
          loading="lazy"
          className="size-9 shrink-0 rounded-control bg-strong object-cover"
        />
      ) : (
        <FileKindIcon kind={file.kind} />
      )}
      <span className="min-w-0 flex-1 text-small">
        <a
          href={pathTo(goal)}
          aria-label={fileWords.goTo(file.name)}
          title={file.name}
          onClick={(event) => {
            if (!isPlainPress(event)) return;
            event.preventDefault();
            go(goal);
          }}
          // The whole line is its target.
          className="block truncate font-semibold after:absolute after:inset-0 after:rounded-control focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          <bdi>{file.name}</bdi>
        </a>
        <span className="block truncate text-tiny text-muted">
          <UserName user={author} /> · {shortTime(sentAt, now, timeZone)} · {sizeText(file.bytes)}
        </span>
      </span>
      <span className="relative">
        <DownloadButton file={file} isByTab />
      </span>
    </li>
  );
}

/** Where its message stands. Where there is room for both, the details stay beside it. */
function goalOf({ id }: MyConversation, { conversationId, seq, rootSeq }: SentFile): Address {
  const parentId = rootSeq === null ? null : id;
  const goal = addressOfMessage({ id: conversationId, parentId, rootSeq }, seq);
  return hasRoomBeside() && !goal.panel ? { ...goal, panel: { kind: 'details', section: null } } : goal;
}
