import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Member } from '#contract/members.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useDepart } from '#ui/navigation/use-depart.ts';
import { Avatar, PresenceDot } from '#ui/parts/avatar.tsx';
import { Button } from '#ui/parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { BesideHandle, Handle } from '#ui/parts/handle.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { useWatchedPresence } from '#ui/parts/watched-presence.tsx';
import { words } from '#ui/words.ts';
import { usePages } from './use-pages.ts';

interface MembersProps {
  conversation: MyConversation;
  onClose: () => void;
}

export function Members({ conversation, onClose }: MembersProps) {
  const { id: conversationId, kind, joined, memberCount, updatedAt } = conversation;
  const { call, leave } = useActions();
  const depart = useDepart();
  const openDialog = useOpenDialog();
  const { busy, message, submit } = useSubmit([]);
  const [query, setQuery] = useState('');
  const q = query.trim();
  const members = usePages<Member>({
    ask: (cursor) =>
      call('member:list', { conversationId, ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) }),
    idOf: (member) => member.userId,
    query: q,
    version: `${memberCount} ${updatedAt}`,
  });

  const leaveNow = () =>
    submit(async () => {
      await leave(conversationId);
      onClose();
      depart(conversationId);
    });

  return (
    <Dialog title={words.users.membersTitle} lead={words.conversation.members(memberCount)} onClose={onClose}>
      <DialogBody>
        <FormError message={message} />
        {memberCount > 10 && (
          <Field
            label={words.users.find}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            autoComplete="off"
            dir="auto"
          />
        )}
        <ul className="-mx-2 flex min-h-32 flex-col">
          {members.items.map((member) => (
            <MemberRow key={member.userId} member={member} />
          ))}
        </ul>
        {members.more && <Button onClick={members.more}>{words.users.more}</Button>}
      </DialogBody>
      {kind !== 'direct' && joined && (
        <DialogActions>
          <Button look="quiet" busy={busy} onClick={() => void leaveNow()} className="me-auto">
            {words.channel.leave}
          </Button>
          <Button look="primary" onClick={() => openDialog({ name: 'add-members', conversationId })}>
            <UserPlus size={16} aria-hidden />
            {words.users.addTitle}
          </Button>
        </DialogActions>
      )}
    </Dialog>
  );
}

function MemberRow({ member }: { member: Member }) {
  const me = useMe();
  const presence = useWatchedPresence(member.userId);
  const { user } = member;
  return (
    <li className="flex min-h-11 items-center gap-2.5 px-2">
      <Avatar id={user.id} name={user.name} size="medium" />
      <BesideHandle
        name={
          <>
            <bdi>{user.name}</bdi>
            {user.id === me.id && <span className="text-muted"> ({words.you})</span>}
          </>
        }
      >
        <Handle user={user} />
      </BesideHandle>
      <PresenceDot status={presence} />
      {user.role === 'owner' && <span className="ms-auto text-small text-muted">{words.users.owner}</span>}
    </li>
  );
}
