import { ChevronsUpDown, Keyboard, LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useActions, useMe } from '#state/hooks.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { type Theme, useTheme } from '#ui/navigation/theme.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Avatar, PresenceDot } from '#ui/parts/avatar.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '#ui/parts/menu.tsx';
import { useWatchedPresence } from '#ui/parts/watched-presence.tsx';
import { words } from '#ui/words.ts';

const themes: readonly { value: Theme; label: string; icon: ReactNode }[] = [
  { value: 'system', label: words.account.themes.system, icon: <Monitor size={16} aria-hidden /> },
  { value: 'light', label: words.account.themes.light, icon: <Sun size={16} aria-hidden /> },
  { value: 'dark', label: words.account.themes.dark, icon: <Moon size={16} aria-hidden /> },
];

/** Who one is, and what is one's own to set. */
export function AccountMenu() {
  const me = useMe();
  const { signOut } = useActions();
  const presence = useWatchedPresence(me.id);
  const openDialog = useOpenDialog();
  const announce = useAnnounce();
  const [theme, setTheme] = useTheme();
  const [leaving, setLeaving] = useState(false);

  const leave = async () => {
    setLeaving(true);
    try {
      await signOut();
      window.location.assign('/sign-in');
    } catch {
      setLeaving(false);
      announce(words.failure);
    }
  };

  return (
    <div className="shrink-0 border-t border-border p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      <Menu
        side="top"
        trigger={
          <button
            type="button"
            aria-label={words.account.menu(isolated(me.name))}
            aria-busy={leaving}
            className="flex h-11 w-full items-center gap-2.5 rounded-control px-2 text-start -outline-offset-2 hover:bg-strong/60 data-[state=open]:bg-strong"
          >
            <span className="relative">
              <Avatar id={me.id} name={me.name} size="medium" />
              <span className="absolute -end-0.5 -bottom-0.5 rounded-full bg-sunken p-px empty:hidden">
                <PresenceDot status={presence} />
              </span>
            </span>
            <span className="min-w-0 flex-1 truncate text-small font-semibold">
              <bdi>{me.name}</bdi>
            </span>
            <ChevronsUpDown size={14} aria-hidden className="text-muted" />
          </button>
        }
      >
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
        <MenuItem icon={<Settings size={16} aria-hidden />} onSelect={() => openDialog({ name: 'settings' })}>
          {words.account.settings}
        </MenuItem>
        <MenuItem
          icon={<Keyboard size={16} aria-hidden />}
          onSelect={() => openDialog({ name: 'shortcuts' })}
        >
          {words.account.shortcuts}
        </MenuItem>
        <MenuSeparator />
        <MenuChoice label={words.account.theme} value={theme} options={themes} onChange={setTheme} />
        <MenuSeparator />
        <MenuItem icon={<LogOut size={16} aria-hidden />} onSelect={() => void leave()}>
          {words.account.signOut}
        </MenuItem>
      </Menu>
    </div>
  );
}
