import { MessageSquare, Settings, X } from 'lucide-react';
import type { User } from '#contract/users.ts';
import { useActions, useChat, useMe, useUser } from '#state/hooks.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Avatar, PresenceDot } from '#ui/parts/avatar.tsx';
import { Button } from '#ui/parts/button.tsx';
import { Dialog } from '#ui/parts/dialog.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { Handle } from '#ui/parts/handle.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { useWatchedPresence } from '#ui/parts/watched-presence.tsx';
import { words } from '#ui/words.ts';

interface PersonCardProps {
  userId: string;
  onClose: () => void;
}

/** Who somebody is, whether they are here, and the way to write to them. */
export function PersonCard({ userId, onClose }: PersonCardProps) {
  const me = useMe();
  const user = useUser(userId);
  return (
    <Dialog title={user ? isolated(user.name) : words.someone} bare onClose={onClose}>
      <div className="flex items-start gap-4 px-5 pt-5 pb-4">
        <Avatar id={userId} name={user?.name ?? null} size="huge" />
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <p className="own-box text-[1.0625rem] leading-6 font-semibold wrap-anywhere">
            <UserName user={user} />
          </p>
          {user && <Handle user={user} />}
          <Presence id={userId} owner={user?.role === 'owner'} />
        </div>
        <div className="-me-2 -mt-1">
          <IconButton label={words.close} onClick={onClose}>
            <X size={18} aria-hidden />
          </IconButton>
        </div>
      </div>
      {user &&
        (user.id === me.id ? <OwnActions onLeave={onClose} /> : <Actions user={user} onLeave={onClose} />)}
    </Dialog>
  );
}

function Presence({ id, owner }: { id: string; owner: boolean }) {
  const presence = useWatchedPresence(id);
  return (
    <p className="flex items-center gap-1.5 text-small text-muted">
      {/* Its word stands beside it. */}
      <span aria-hidden className="empty:hidden">
        <PresenceDot status={presence} />
      </span>
      {words.presence[presence]}
      {owner && ` · ${dialogWords.users.owner}`}
    </p>
  );
}

function Actions({ user, onLeave }: { user: User; onLeave: () => void }) {
  const { createConversation } = useActions();
  const { go } = useNavigation();
  const { busy, message, submit } = useSubmit([]);
  const known = useChat(
    ({ conversations }) =>
      Object.values(conversations).find(
        ({ kind, memberIds }) => kind === 'direct' && memberIds?.length === 2 && memberIds.includes(user.id),
      )?.id ?? null,
  );
  const write = () =>
    submit(async () => {
      const id = known ?? (await createConversation({ kind: 'direct', memberIds: [user.id] })).id;
      go({ conversationId: id, message: null });
      onLeave();
    });
  return (
    <div className="flex flex-col gap-3 px-5 pb-5">
      <FormError message={message} />
      <Button look="primary" busy={busy} onClick={() => void write()}>
        <MessageSquare size={16} aria-hidden />
        {dialogWords.users.write}
      </Button>
    </div>
  );
}

function OwnActions({ onLeave }: { onLeave: () => void }) {
  const { go } = useNavigation();
  const profile = { conversationId: null, message: null, view: 'settings', query: 'profile' } as const;
  return (
    <div className="flex flex-col px-5 pb-5">
      <Button
        onClick={() => {
          go(profile);
          onLeave();
        }}
      >
        <Settings size={16} aria-hidden />
        {words.account.settings}
      </Button>
    </div>
  );
}
