import type { ReactNode } from 'react';
import { OwnTimeZone } from '#app/(chat)/own-time-zone.tsx';
import { bridge } from '#bridge.ts';
import { ServiceWorker } from '#ui/frame/service-worker.tsx';

export default function ChatLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <OwnTimeZone />
      {children}
      <ServiceWorker wanted={!bridge().development} />
    </>
  );
}
