import { useEffect } from 'react';
import { sayAbsent } from '#state/absence.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { useDeviceAlerts } from '#ui/parts/device-alerts.ts';

/** How often it is said, and how long nobody may touch anything before nobody is here, in ms. */
const saidEvery = 60_000;
const touchedWithin = 3 * 60_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Says to the server, where it pushes to this device, whether somebody looks at the chat here: then it need not. */
export function usePresent(): void {
  const { call } = useActions();
  const { isPushed } = useDeviceAlerts();
  const isLive = useConnection() === 'live';
  useEffect(() => {
    if (!(isPushed && isLive)) return;
    let touchedAt = Date.now();
    let said: boolean | null = null;
    const isPresent = () =>
      document.visibilityState === 'visible' && document.hasFocus() && Date.now() - touchedAt < touchedWithin;
    const say = () => {
      const present = isPresent();
      // That nobody is here is said once.
      if (!present && said === false) return;
      said = present;
      // Unsaid it is over a minute later.
      call('push:present', { present }).catch(() => {});
    };
    const touched = () => {
      touchedAt = Date.now();
      if (said === false) say();
    };
    const ending = new AbortController();
    const { signal } = ending;
    for (const sign of signs) window.addEventListener(sign, touched, { signal, passive: true });
    for (const change of ['focus', 'blur']) window.addEventListener(change, say, { signal });
    document.addEventListener('visibilitychange', say, { signal });
    window.addEventListener('pagehide', sayAbsent, { signal });
    const timer = setInterval(say, saidEvery);
    say();
    return () => {
      ending.abort();
      clearInterval(timer);
    };
  }, [call, isPushed, isLive]);
}
