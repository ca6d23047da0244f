import { useCallback } from 'react';
import { useMe } from '#state/hooks.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Avatar, PresenceDot } from '#ui/parts/avatar.tsx';
import { ChevronsUpDown } from '#ui/parts/icons.ts';
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
  const presence = useWatchedPresence(me.id);
  const announce = useAnnounce();
  const { button, placement, close } = useMenu();

  const fail = useCallback(() => {
    close();
    announce(words.failure);
  }, [close, announce]);
  const Items = useLater(accountMenuItems, placement !== null, fail);

  return (
    <div className="relative shrink-0 border-t border-border p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      <button
        {...button}
        type="button"
        aria-label={words.account.menu(isolated(me.name))}
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
      {placement && Items && <Items {...placement} />}
    </div>
  );
}
