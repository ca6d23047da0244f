import { Hash, Lock, Users } from 'lucide-react';
import type { MyConversation } from '#contract/conversations.ts';
import { useMe, useUser } from '#state/hooks.ts';
import { Avatar, type AvatarSize, PresenceDot } from './avatar.tsx';
import { othersIn } from './conversation-name.ts';
import { useWatchedPresence } from './watched-presence.tsx';

/** The sign before a conversation's name: what kind it is, or who it is with and whether they are here. */
export function ConversationIcon({ conversation }: { conversation: MyConversation }) {
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
  return <UserIcon id={id} name={useUser(id)?.name ?? null} />;
}

interface UserIconProps {
  id: string;
  /** Null until it is known. */
  name: string | null;
  size?: AvatarSize;
}

/** A user's picture, with whether they are here. */
export function UserIcon({ id, name, size = 'small' }: UserIconProps) {
  const presence = useWatchedPresence(id);
  return (
    <span className="relative inline-flex shrink-0">
      <Avatar id={id} name={name} size={size} />
      <span className="absolute -end-0.5 -bottom-0.5 rounded-full bg-sunken p-px empty:hidden">
        <PresenceDot status={presence} />
      </span>
    </span>
  );
}
