'use client';

import { useEffect } from 'react';

/** Has the browser keep the shell, so that the chat opens without the network; in development, not to. */
export function ServiceWorker({ wanted }: { wanted: boolean }): null {
  useEffect(() => {
    // Missing on plain http, except on localhost.
    if (!('serviceWorker' in navigator)) return;
    return whenLoaded(() => {
      settle(navigator.serviceWorker, wanted).catch(() => {
        // Refused by the browser: the chat works without.
      });
    });
  }, [wanted]);
  return null;
}

/** After the page itself: what is kept for later must not hold up what is seen now. */
function whenLoaded(task: () => void): () => void {
  if (document.readyState === 'complete') {
    task();
    return () => {};
  }
  window.addEventListener('load', task, { once: true });
  return () => window.removeEventListener('load', task);
}

async function settle(container: ServiceWorkerContainer, wanted: boolean): Promise<void> {
  if (wanted) await container.register('/service-worker.js', { updateViaCache: 'none' });
  else for (const registration of await container.getRegistrations()) await registration.unregister();
}
