import type { ReactNode } from 'react';
import { OwnTimeZone } from '#app/(chat)/own-time-zone.tsx';
import { IconSymbols } from '#ui/parts/icon-symbols.tsx';

export default function ChatLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <OwnTimeZone />
      <IconSymbols />
      {children}
    </>
  );
}
