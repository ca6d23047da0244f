import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { words } from '#ui/words.ts';
import { IconButton } from './icon-button.tsx';
import { ArrowLeft } from './icons.ts';
import { usePanelHeading } from './panel-room.ts';

interface PanelHeaderProps {
  title: ReactNode;
  onClose: () => void;
  /** Buttons before the one that closes. */
  children?: ReactNode;
}

/** The head of what stands beside a conversation, as high as the conversation's. In its place, it has a way back instead. */
export function PanelHeader({ title, onClose, children }: PanelHeaderProps) {
  const Heading = usePanelHeading(0);
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-b border-border px-2 lg:ps-4">
      <span className="lg:hidden">
        <IconButton label={words.back} onClick={onClose}>
          <ArrowLeft size={20} aria-hidden className="rtl:-scale-x-100" />
        </IconButton>
      </span>
      <Heading className="min-w-0 flex-1 truncate font-semibold">{title}</Heading>
      {children}
      <span className="max-lg:hidden">
        <IconButton label={words.close} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      </span>
    </header>
  );
}
