import { useCallback, useState } from 'react';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useFirstSign } from './use-first-sign.ts';

const alerts = loadLater(async () => (await import('#ui/alerts/alerts.tsx')).Alerts);

/** What reaches me beyond the page: alerts, a sound and the app's badge, from the first sign that somebody is here. */
export function LaterAlerts() {
  const [isHere, setIsHere] = useState(false);
  useFirstSign(useCallback(() => setIsHere(true), []));
  const Alerts = useLater(
    alerts,
    isHere,
    useCallback(() => setIsHere(false), []),
  );
  return Alerts && <Alerts />;
}
