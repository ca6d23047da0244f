import { useEffect } from 'react';
import { useChat } from '#state/hooks.ts';
import { loudAttention } from '#state/nouns/unread.ts';

/** What is read as soon as it comes never reaches the icon: it says what has been so for this long, in ms. */
const restTime = 100;

/** The app's icon says what its title says, where the page is installed and the system has badges: a number, or a dot. */
export function AppBadge(): null {
  const { forMe, isUnread } = useChat(loudAttention);
  useEffect(() => {
    if (!('setAppBadge' in navigator)) return;
    const timer = setTimeout(() => {
      const shown =
        forMe > 0
          ? navigator.setAppBadge(forMe)
          : isUnread
            ? navigator.setAppBadge()
            : navigator.clearAppBadge();
      // Not installed, or not allowed: then there is no icon to say it on.
      shown.catch(() => {});
    }, restTime);
    return () => clearTimeout(timer);
  }, [forMe, isUnread]);
  useEffect(
    () => () => {
      if ('clearAppBadge' in navigator) navigator.clearAppBadge().catch(() => {});
    },
    [],
  );
  return null;
}
