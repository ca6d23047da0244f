import { useState } from 'react';
import type { ManagedPerson } from '#contract/managed-people.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { RadioList } from '#ui/parts/radio-list.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { words } from '#ui/words.ts';
import { memberWords } from './member-words.ts';
import { personAccountWords } from './person-account-words.ts';
import { ResetLink } from './reset-link.tsx';
import { SetEmail } from './set-email.tsx';
import { SureDialog } from './sure-dialog.tsx';

/** What is asked before something is done about somebody. */
export type MemberQuestion =
  | 'role'
  | 'email'
  | 'reset-link'
  | 'second-factor'
  | 'sign-out'
  | 'suspend'
  | 'remove'
  | 'erase';

interface MemberDialogProps {
  question: MemberQuestion;
  person: ManagedPerson;
  onDone: () => void;
  onClose: () => void;
}

export function MemberDialog({ question, person, onDone, onClose }: MemberDialogProps) {
  const { call } = useActions();
  const { id } = person;
  const name = isolated(person.name);
  const done = (text: string) => () => {
    showToast({ text, action: null });
    onDone();
  };
  switch (question) {
    case 'role':
      return <ChangeRole person={person} onDone={done(memberWords.done.role)} onClose={onClose} />;
    case 'email':
      return <SetEmail person={person} onDone={done(personAccountWords.email.done)} onClose={onClose} />;
    case 'reset-link':
      return <ResetLink person={person} onClose={onClose} />;
    case 'second-factor':
      return (
        <SureDialog
          title={personAccountWords.secondFactor.title(name)}
          lead={personAccountWords.secondFactor.lead}
          yes={personAccountWords.secondFactor.yes}
          danger
          onYes={(signal) => call('user:reset-second-factor', { id }, { signal })}
          onDone={done(personAccountWords.secondFactor.done)}
          onClose={onClose}
        />
      );
    case 'sign-out':
      return (
        <SureDialog
          title={memberWords.signOutTitle(name)}
          lead={memberWords.signOutLead}
          yes={memberWords.signOutYes}
          onYes={(signal) => call('user:sign-out', { id }, { signal })}
          onDone={done(memberWords.done.signOut)}
          onClose={onClose}
        />
      );
    case 'suspend':
      return (
        <SureDialog
          title={memberWords.suspendTitle(name)}
          lead={memberWords.suspendLead}
          yes={memberWords.suspendYes}
          danger
          onYes={(signal) => call('user:suspend', { id }, { signal })}
          onDone={done(memberWords.done.suspend)}
          onClose={onClose}
        />
      );
    case 'remove':
      return <Remove person={person} onDone={done(memberWords.done.remove)} onClose={onClose} />;
    case 'erase':
      return (
        <SureDialog
          title={memberWords.eraseTitle(name)}
          lead={memberWords.eraseLead}
          yes={memberWords.eraseYes}
          danger
          onYes={(signal) => call('user:remove', { id, messages: 'delete' }, { signal })}
          onDone={done(memberWords.done.erase)}
          onClose={onClose}
        />
      );
  }
}

type Asked = Omit<MemberDialogProps, 'question'>;

function ChangeRole({ person, onDone, onClose }: Asked) {
  const { call } = useActions();
  const me = useMe();
  const [role, setRole] = useState(person.role);
  // Admins make members of guests, and guests of members; the rest is the owners'. A bot is one of these two.
  const roles =
    me.may.includes('manageOwners') && person.kind === 'person'
      ? (['owner', 'admin', 'member', 'guest'] as const)
      : (['member', 'guest'] as const);
  return (
    <SureDialog
      title={memberWords.roleTitle(isolated(person.name))}
      lead={memberWords.roleLead}
      yes={words.save}
      onYes={(signal) => call('user:set-role', { id: person.id, role }, { signal })}
      onDone={onDone}
      onClose={onClose}
    >
      <RadioList
        legend={memberWords.role}
        value={role}
        options={roles.map((value) => ({
          value,
          label: memberWords.roles[value],
          hint: memberWords.roleHints[value],
        }))}
        onChange={setRole}
      />
    </SureDialog>
  );
}

function Remove({ person, onDone, onClose }: Asked) {
  const { call } = useActions();
  const [messages, setMessages] = useState<'keep' | 'delete'>('keep');
  return (
    <SureDialog
      title={memberWords.removeTitle(isolated(person.name))}
      lead={memberWords.removeLead}
      yes={memberWords.removeYes}
      danger
      onYes={(signal) => call('user:remove', { id: person.id, messages }, { signal })}
      onDone={onDone}
      onClose={onClose}
    >
      <RadioList
        legend={memberWords.messages}
        value={messages}
        options={(['keep', 'delete'] as const).map((value) => ({ value, label: memberWords.fates[value] }))}
        onChange={setMessages}
      />
    </SureDialog>
  );
}
