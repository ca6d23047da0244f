import {
  Ellipsis,
  KeyRound,
  LogOut,
  MessageSquareX,
  ShieldOff,
  UserCheck,
  UserMinus,
  UserRoundCog,
  UserX,
} from 'lucide-react';
import type { ManagedPerson } from '#contract/managed-people.ts';
import { useActions } from '#state/hooks.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { AtSign } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { Menu, MenuItem, MenuSeparator } from '#ui/parts/menu.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { useMenu } from '#ui/parts/use-menu.ts';
import { sentenceOf } from '#ui/parts/use-submit.ts';
import type { MemberQuestion } from './member-dialog.tsx';
import { memberWords } from './member-words.ts';
import { officeWords } from './office-words.ts';
import { personAccountWords } from './person-account-words.ts';

interface MemberMenuProps {
  person: ManagedPerson;
  onAsk: (question: MemberQuestion) => void;
  onChanged: () => void;
}

/** What can be done about somebody. */
export function MemberMenu({ person, onAsk, onChanged }: MemberMenuProps) {
  const { call } = useActions();
  const { button, placement } = useMenu();
  const reactivate = async () => {
    const text = await call('user:reactivate', { id: person.id }).then(
      () => memberWords.done.reactivate,
      sentenceOf,
    );
    showToast({ text, action: null });
    onChanged();
  };
  return (
    <span className="relative">
      <IconButton {...button} label={officeWords.actions(isolated(person.name))}>
        <Ellipsis size={16} aria-hidden />
      </IconButton>
      {placement && (
        <Menu {...placement} align="end">
          {person.state === 'removed' ? (
            <MenuItem icon={<MessageSquareX size={16} aria-hidden />} danger onSelect={() => onAsk('erase')}>
              {memberWords.erase}
            </MenuItem>
          ) : (
            <>
              <MenuItem icon={<UserRoundCog size={16} aria-hidden />} onSelect={() => onAsk('role')}>
                {memberWords.change}
              </MenuItem>
              {person.kind === 'person' && (
                <>
                  <MenuItem icon={<AtSign size={16} aria-hidden />} onSelect={() => onAsk('email')}>
                    {personAccountWords.email.item}
                  </MenuItem>
                  {person.state === 'active' && (
                    <MenuItem icon={<KeyRound size={16} aria-hidden />} onSelect={() => onAsk('reset-link')}>
                      {personAccountWords.link.item}
                    </MenuItem>
                  )}
                  <MenuItem
                    icon={<ShieldOff size={16} aria-hidden />}
                    onSelect={() => onAsk('second-factor')}
                  >
                    {personAccountWords.secondFactor.item}
                  </MenuItem>
                </>
              )}
              <MenuItem icon={<LogOut size={16} aria-hidden />} onSelect={() => onAsk('sign-out')}>
                {memberWords.signOut}
              </MenuItem>
              <MenuSeparator />
              {person.state === 'suspended' ? (
                <MenuItem icon={<UserCheck size={16} aria-hidden />} onSelect={() => void reactivate()}>
                  {memberWords.reactivate}
                </MenuItem>
              ) : (
                <MenuItem icon={<UserX size={16} aria-hidden />} danger onSelect={() => onAsk('suspend')}>
                  {memberWords.suspend}
                </MenuItem>
              )}
              <MenuItem icon={<UserMinus size={16} aria-hidden />} danger onSelect={() => onAsk('remove')}>
                {memberWords.remove}
              </MenuItem>
            </>
          )}
        </Menu>
      )}
    </span>
  );
}
