import type { ReactNode } from 'react';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { ArrowLeft } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';

/** The head of a column that has no conversation to name, as high as one that has: on a phone, the way back. */
export function BareHeader({ children }: { children?: ReactNode }) {
  const { back } = useNavigation();
  return (
    <header className="flex h-14 shrink-0 items-center border-b border-border px-2">
      <span className="md:hidden">
        <IconButton label={words.back} onClick={back}>
          <ArrowLeft size={20} aria-hidden className="rtl:-scale-x-100" />
        </IconButton>
      </span>
      {children}
    </header>
  );
}
