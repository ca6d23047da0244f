import { ChevronsUpDown } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useActions, useMe } from '#state/hooks.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Avatar, PresenceDot } from '#ui/parts/avatar.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useMenu } from '#ui/parts/use-menu.ts';
import { useWatchedPresence } from '#ui/parts/watched-presence.tsx';
import { words } from '#ui/words.ts';

export const accountMenuItems = loadLater(
  async () => (await import('./account-menu-items.tsx')).AccountMenuItems,
);

/** Who one is, and what is one's own to set. */
export function AccountMenu() {
  const me = useMe();
  const { signOut } = useActions();
  const presence = useWatchedPresence(me.id);
  const announce = useAnnounce();
  const { button, placement, close } = useMenu();
  const [leaving, setLeaving] = useState(false);
  const [failed, setFailed] = useState(false);

  const fail = useCallback(() => {
    close();
    announce(words.failure);
  }, [close, announce]);
  const Items = useLater(accountMenuItems, placement !== null, fail);

  const leave = async () => {
    setLeaving(true);
    setFailed(false);
    try {
      await signOut();
      window.location.assign('/sign-in');
    } catch {
      setLeaving(false);
      setFailed(true);
    }
  };

  return (
    <div className="relative shrink-0 border-t border-border p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      <p role="alert" className="px-2 pb-1.5 text-small text-danger empty:hidden">
        {failed ? words.account.stillSignedIn : null}
      </p>
      <button
        {...button}
        type="button"
        aria-label={words.account.menu(isolated(me.name))}
        aria-busy={leaving}
        className="flex h-11 w-full items-center gap-2.5 rounded-control px-2 text-start -outline-offset-2 hover:bg-strong/60 data-[state=open]:bg-strong"
      >
        <span className="relative">
          <Avatar id={me.id} name={me.name} picture={me.pictureId} size="medium" />
          <span className="absolute -end-0.5 -bottom-0.5 rounded-full bg-sunken p-px empty:hidden">
            <PresenceDot status={presence} />
          </span>
        </span>
        <span className="min-w-0 flex-1 truncate text-small font-semibold">
          <bdi>{me.name}</bdi>
        </span>
        <ChevronsUpDown size={14} aria-hidden className="text-muted" />
      </button>
      {placement && Items && <Items {...placement} onLeave={() => void leave()} />}
    </div>
  );
}
