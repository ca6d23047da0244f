import type { ReactNode } from 'react';
import { isMentioned } from '#contract/mention-words.ts';
import type { Mention } from '#contract/mentions.ts';
import { useConversation, useMe, useUser } from '#state/hooks.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { words } from '#ui/words.ts';

/** What stands in the place of each word that means something: the same map for the same mentions. */
const tokens = new WeakMap<readonly Mention[], ReadonlyMap<string, ReactNode>>();

/** The tokens of a message, by the exact word; null when it mentions nothing. */
export function mentionTokens(mentions: readonly Mention[]): ReadonlyMap<string, ReactNode> | null {
  if (mentions.length === 0) return null;
  const known = tokens.get(mentions);
  if (known) return known;
  const made = new Map(
    mentions.map((mention) => [mention.text, <MentionToken key={mention.text} mention={mention} />]),
  );
  tokens.set(mentions, made);
  return made;
}

/** Who or what it means today, whatever they were called when it was written. */
function MentionToken({ mention }: { mention: Mention }) {
  if ('userId' in mention) return <UserToken userId={mention.userId} written={mention.text} />;
  if ('conversationId' in mention) return <ChannelToken id={mention.conversationId} written={mention.text} />;
  return <EveryoneToken mention={mention} />;
}

const look = 'rounded-control px-0.5 font-medium wrap-anywhere';
const plain = `${look} bg-strong/70 text-link`;
/** Told from the others by its frame as well. */
const mine = `${look} bg-mention font-semibold text-text outline outline-border-strong`;

function UserToken({ userId, written }: { userId: string; written: string }) {
  const openDialog = useOpenDialog();
  const me = useMe();
  const name = useUser(userId)?.name;
  const isMe = userId === me.id;
  return (
    <button
      type="button"
      // Reached from its message, which is the stop of the Tab key.
      tabIndex={-1}
      aria-haspopup="dialog"
      data-person={userId}
      onClick={() => openDialog({ name: 'person', userId })}
      className={`inline text-start hover:underline ${isMe ? mine : plain}`}
    >
      <bdi>{name === undefined ? written : `@${name}`}</bdi>
      {isMe && <span className="sr-only"> {words.mentions.you}</span>}
    </button>
  );
}

function ChannelToken({ id, written }: { id: string; written: string }) {
  const { go } = useNavigation();
  const name = useConversation(id)?.name;
  const goal = { conversationId: id, message: null };
  return (
    <a
      href={pathTo(goal)}
      tabIndex={-1}
      title={written}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        go(goal);
      }}
      className={`hover:underline ${plain}`}
    >
      <bdi>{name ? `#${name}` : written}</bdi>
    </a>
  );
}

function EveryoneToken({ mention }: { mention: Mention }) {
  const me = useMe();
  const isMe = isMentioned({ authorId: '', mentions: [mention] }, me.id);
  return (
    <span className={isMe ? mine : plain}>
      {mention.text}
      {isMe && <span className="sr-only"> {words.mentions.you}</span>}
    </span>
  );
}
