import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Member } from '#contract/members.ts';
import { useActions, useConnection, useMe } from '#state/hooks.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Avatar, PresenceDot } from '#ui/parts/avatar.tsx';
import { Button } from '#ui/parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { BesideHandle, Handle } from '#ui/parts/handle.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { useWatchedPresence } from '#ui/parts/watched-presence.tsx';
import { words } from '#ui/words.ts';
import { Departures } from './departures.tsx';

interface MembersProps {
  conversation: MyConversation;
  onClose: () => void;
}

export function Members({ conversation, onClose }: MembersProps) {
  const { id: conversationId, may, memberCount, updatedAt } = conversation;
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const openDialog = useOpenDialog();
  const { message, submit } = useSubmit([]);
  const [query, setQuery] = useState('');
  const q = query.trim();
  const members = usePages<Member>({
    ask: (cursor) =>
      call('member:list', { conversationId, ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) }),
    idOf: (member) => member.userId,
    query: q,
    version: `${memberCount} ${updatedAt} ${isLive}`,
  });

  return (
    <Dialog title={words.users.membersTitle} lead={words.conversation.members(memberCount)} onClose={onClose}>
      <DialogBody>
        <FormError message={message} />
        {members.items.length === 0 && <OfflineNote text={words.users.membersOffline} />}
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
            <MemberRow
              key={member.userId}
              member={member}
              onPress={() =>
                openDialog({
                  name: 'person',
                  userId: member.userId,
                  from: { name: 'members', conversationId },
                })
              }
            />
          ))}
        </ul>
        {members.more && <Button onClick={members.more}>{words.users.more}</Button>}
      </DialogBody>
      {(may.includes('leave') || may.includes('addMember')) && (
        <DialogActions>
          <Departures conversation={conversation} submit={submit} onClose={onClose}>
            {may.includes('addMember') && (
              <Button look="primary" onClick={() => openDialog({ name: 'add-members', conversationId })}>
                <UserPlus size={16} aria-hidden />
                {words.users.addTitle}
              </Button>
            )}
          </Departures>
        </DialogActions>
      )}
    </Dialog>
  );
}

function MemberRow({ member, onPress }: { member: Member; onPress: () => void }) {
  const me = useMe();
  const presence = useWatchedPresence(member.userId);
  const { user } = member;
  return (
    <li>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={onPress}
        className="flex min-h-11 w-full items-center gap-2.5 rounded-control px-2 text-start -outline-offset-2 hover:bg-hover"
      >
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
      </button>
    </li>
  );
}
