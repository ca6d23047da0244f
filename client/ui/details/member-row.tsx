import { UserMinus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Member } from '#contract/members.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Avatar, PresenceDot } from '#ui/parts/avatar.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { BesideHandle, Handle } from '#ui/parts/handle.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { useWatchedPresence } from '#ui/parts/watched-presence.tsx';
import { words } from '#ui/words.ts';
import { detailsWords } from './details-words.ts';
import { Question } from './question.tsx';

interface MemberRowProps {
  member: Member;
  conversation: MyConversation;
}

/** A member: who they are, whether they are here, what they are to the channel; and the way out, for those who may show it. */
export function MemberRow({ member, conversation }: MemberRowProps) {
  const me = useMe();
  const { call } = useActions();
  const { message, submit } = useSubmit([]);
  const [isAsked, setAsked] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isAsked) button.current?.focus();
    was.current = isAsked;
  }, [isAsked]);
  const { user } = member;
  const { id: conversationId, name } = conversation;
  const { removing } = detailsWords;
  const mayRemove = conversation.may.includes('removeMember') && user.id !== me.id;
  const remove = () =>
    submit(async (signal) => {
      const heading = button.current?.closest('section')?.querySelector<HTMLElement>('h2, h3');
      await call('member:remove', { conversationId, userId: user.id }, { signal });
      // The row is going, and the focus would go with it.
      heading?.focus();
    });

  return (
    <li>
      <div className="flex items-center">
        <MemberButton member={member} isCreator={user.id === conversation.createdBy} />
        {mayRemove && (
          <IconButton
            ref={button}
            label={removing.button(isolated(user.name))}
            aria-expanded={isAsked}
            onClick={() => setAsked(!isAsked)}
          >
            <UserMinus size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      {isAsked && (
        <div className="px-2 pb-2">
          <FormError message={message} />
          <Question
            words={{
              ...{ label: removing.button(isolated(user.name)), yes: removing.yes, no: removing.no },
              question: (who = '', channel = '') => removing.question(who, channel),
            }}
            names={[user.name, name ?? '']}
            onYes={() => void remove()}
            onNo={() => setAsked(false)}
          />
        </div>
      )}
    </li>
  );
}

function MemberButton({ member, isCreator }: { member: Member; isCreator: boolean }) {
  const me = useMe();
  const openDialog = useOpenDialog();
  const presence = useWatchedPresence(member.userId);
  const { user } = member;
  const mark = user.role === 'owner' ? dialogWords.users.owner : isCreator ? detailsWords.creator : null;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      data-person={user.id}
      onClick={() => openDialog({ name: 'person', userId: user.id })}
      className="flex min-h-11 min-w-0 flex-1 items-center gap-2.5 rounded-control px-2 text-start -outline-offset-2 hover:bg-hover"
    >
      <Avatar id={user.id} name={user.name} picture={user.pictureId} size="medium" />
      <BesideHandle
        name={
          <>
            <UserName user={user} />
            {user.id === me.id && <span className="text-muted"> ({words.you})</span>}
          </>
        }
      >
        <Handle user={user} />
      </BesideHandle>
      <PresenceDot status={presence} />
      {mark && <span className="ms-auto text-small text-muted">{mark}</span>}
    </button>
  );
}
