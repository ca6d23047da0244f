import { Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useActions, useMe } from '#state/hooks.ts';
import { looksAfter } from '#state/nouns/users.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import type { ViewName } from '#ui/navigation/address.ts';
import { commandWords } from '#ui/navigation/command-words.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { type Theme, useTheme } from '#ui/navigation/theme.ts';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { BellOff, Building2, Settings, Smile, UserPlus } from '#ui/parts/icons.ts';
import { Menu, MenuChoice, MenuItem, type MenuPlacement, MenuSeparator } from '#ui/parts/menu.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { words } from '#ui/words.ts';
import { accountWords } from './account-words.ts';

// What signs out comes with the menu: a page that is older than its server could not have it later.
void import('#state/account.ts').catch(() => {});

const themes: readonly { value: Theme; label: string; icon: ReactNode }[] = [
  { value: 'system', label: accountWords.themes.system, icon: <Monitor size={16} aria-hidden /> },
  { value: 'light', label: accountWords.themes.light, icon: <Sun size={16} aria-hidden /> },
  { value: 'dark', label: accountWords.themes.dark, icon: <Moon size={16} aria-hidden /> },
];

/** What the account menu holds, open. */
export function AccountMenuItems(placement: MenuPlacement) {
  const me = useMe();
  const openDialog = useOpenDialog();
  const { go } = useNavigation();
  const { now, timeZone } = useClock();
  const [theme, setTheme] = useTheme();
  const { signOut } = useActions();
  const leave = () =>
    signOut().then(
      () => window.location.assign('/sign-in'),
      () => showToast({ text: accountWords.stillSignedIn, action: null }),
    );
  const open = (view: ViewName) => go({ conversationId: null, message: null, view });
  return (
    <Menu side="top" {...placement}>
      <div className="px-2 pt-1.5 pb-2">
        <p className="truncate text-small font-semibold">
          <bdi>{me.name}</bdi>
        </p>
        <p className="truncate text-tiny text-muted">
          @<bdi>{me.handle}</bdi>
        </p>
        <p className="truncate text-tiny text-muted">{me.email}</p>
      </div>
      <MenuSeparator />
      <MenuItem
        icon={
          me.status?.emoji ? (
            <span aria-hidden className="inline-flex w-4 justify-center">
              {me.status.emoji}
            </span>
          ) : (
            <Smile size={16} aria-hidden />
          )
        }
        onSelect={() => openDialog({ name: 'status' })}
      >
        {me.status?.text ? <bdi className="max-w-56 truncate">{me.status.text}</bdi> : accountWords.setStatus}
      </MenuItem>
      <MenuItem icon={<BellOff size={16} aria-hidden />} onSelect={() => openDialog({ name: 'quiet' })}>
        {me.quietUntil
          ? accountWords.quietUntil(shortTime(me.quietUntil, now, timeZone))
          : accountWords.quiet}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Settings size={16} aria-hidden />} onSelect={() => open('settings')}>
        {words.account.settings}
      </MenuItem>
      {looksAfter(me) && (
        <MenuItem icon={<Building2 size={16} aria-hidden />} onSelect={() => open('workspace')}>
          {words.account.workspace}
        </MenuItem>
      )}
      {me.may.includes('invite') && (
        <MenuItem icon={<UserPlus size={16} aria-hidden />} onSelect={() => openDialog({ name: 'invite' })}>
          {dialogWords.users.invite}
        </MenuItem>
      )}
      <MenuItem icon={<Keyboard size={16} aria-hidden />} onSelect={() => openDialog({ name: 'shortcuts' })}>
        {commandWords.shortcuts}
      </MenuItem>
      <MenuSeparator />
      <MenuChoice label={accountWords.theme} value={theme} options={themes} onChange={setTheme} />
      <MenuSeparator />
      <MenuItem icon={<LogOut size={16} aria-hidden />} onSelect={() => void leave()}>
        {commandWords.signOut}
      </MenuItem>
    </Menu>
  );
}
