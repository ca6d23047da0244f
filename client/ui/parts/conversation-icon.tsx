import type { User } from '#contract/users.ts';
import { useMe, useUser } from '#state/hooks.ts';
import type { ConversationFacts } from '#state/nouns/facts.ts';
import { Avatar, type AvatarSize, PresenceDot } from './avatar.tsx';
import { othersIn } from './conversation-name.ts';
import { Hash, Lock, Users } from './icons.ts';
import { useWatchedPresence } from './watched-presence.tsx';

/** The sign before a conversation's name: what kind it is, or who it is with and whether they are here. */
export function ConversationIcon({ conversation }: { conversation: ConversationFacts }) {
  const me = useMe();
  const others = othersIn(conversation, me.id);
  if (conversation.kind === 'direct' && others.length < 2) return <KnownUserIcon id={others[0] ?? me.id} />;
  const Icon = conversation.kind === 'public' ? Hash : conversation.kind === 'private' ? Lock : Users;
  return (
    <span className="inline-flex w-5 shrink-0 justify-center">
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </span>
  );
}

function KnownUserIcon({ id }: { id: string }) {
  return <UserIcon id={id} user={useUser(id)} />;
}

interface UserIconProps {
  id: string;
  /** Undefined until they are known. */
  user: User | undefined;
  size?: AvatarSize;
}

/** A user's picture, with whether they are here. */
export function UserIcon({ id, user, size = 'small' }: UserIconProps) {
  const presence = useWatchedPresence(id);
  return (
    <span className="relative inline-flex shrink-0">
      <Avatar id={id} name={user?.name ?? null} picture={user?.pictureId} size={size} />
      <span className="absolute -end-0.5 -bottom-0.5 rounded-full bg-sunken p-px empty:hidden">
        <PresenceDot status={presence} />
      </span>
    </span>
  );
}
