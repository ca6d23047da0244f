import type { ReactNode } from 'react';
import { bridge } from '#bridge.ts';
import { ServiceWorker } from '#ui/frame/service-worker.tsx';

export default function ChatLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <ServiceWorker wanted={!bridge().development} />
    </>
  );
}
