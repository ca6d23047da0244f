import { useChat, useMe, useUser } from '#state/hooks.ts';
import { laidOver } from '#state/nouns/changes.ts';
import { Avatar } from '#ui/parts/avatar.tsx';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { BesideHandle, TellingHandle } from '#ui/parts/handle.tsx';
import { UserName } from '#ui/parts/user-name.tsx';
import { reactionWords } from './reaction-words.ts';

/** So many are named for each emoji; the rest are counted. */
const named = 100;

interface ReactionsListProps {
  conversationId: string;
  seq: number;
  onClose: () => void;
}

/** Who reacted to a message with what. */
export function ReactionsList({ conversationId, seq, onClose }: ReactionsListProps) {
  const reactions = useChat(({ timelines, changes, me }) => {
    const messages = laidOver(
      timelines[conversationId]?.messages ?? [],
      changes[conversationId] ?? [],
      me.id,
    );
    return messages[seq - (messages[0]?.seq ?? 0)]?.reactions ?? [];
  });
  return (
    <Dialog title={reactionWords.reactions} onClose={onClose}>
      <DialogBody>
        {reactions.length === 0 && <p className="text-muted">{reactionWords.noReactions}</p>}
        {reactions.map(({ emoji, userIds }) => (
          <section key={emoji}>
            <h3 className="flex items-center gap-2 pb-1 text-small font-semibold tabular-nums">
              <span className="text-[1.25rem] leading-none">{emoji}</span>
              <span aria-hidden>{userIds.length}</span>
              <span className="sr-only">{reactionWords.people(userIds.length)}</span>
            </h3>
            <ul>
              {userIds.slice(0, named).map((id) => (
                <Reactor key={id} id={id} />
              ))}
            </ul>
            {userIds.length > named && (
              <p className="text-small text-muted">{reactionWords.others(userIds.length - named)}</p>
            )}
          </section>
        ))}
      </DialogBody>
    </Dialog>
  );
}

function Reactor({ id }: { id: string }) {
  const me = useMe();
  const user = useUser(id);
  return (
    <li className="flex min-h-10 items-center gap-2.5">
      <Avatar id={id} name={user?.name ?? null} picture={user?.pictureId} size="medium" />
      <span className="min-w-0">
        {id === me.id ? (
          reactionWords.you
        ) : (
          <BesideHandle name={<UserName user={user} />}>
            <TellingHandle user={user} />
          </BesideHandle>
        )}
      </span>
    </li>
  );
}
