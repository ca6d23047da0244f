import type { KeyboardEvent, ReactNode } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Panel } from '#ui/navigation/address.ts';
import { isCovered } from '#ui/parts/focus.ts';
import { PanelHeader } from '#ui/parts/panel-header.tsx';
import { useConversationName } from '#ui/parts/use-name.ts';
import { PinList } from './pin-list.tsx';
import { pinWords } from './pin-words.ts';

interface PinsPanelProps {
  /** The conversation beside it. */
  conversation: MyConversation;
  panel: Panel;
  onClose: () => void;
  /** What changes the panel's width. */
  children: ReactNode;
}

/** The pinned messages beside their conversation. */
export function PinsPanel({ conversation, panel, onClose, children }: PinsPanelProps) {
  const name = useConversationName(conversation);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isCovered()) return;
    event.preventDefault();
    onClose();
  };
  return (
    <aside
      aria-label={pinWords.title}
      tabIndex={-1}
      onKeyDown={press}
      className="flex min-h-0 flex-1 flex-col outline-none"
    >
      <PanelHeader
        title={
          <>
            {pinWords.title} <bdi className="ms-1 text-small font-normal text-muted">{name}</bdi>
          </>
        }
        onClose={onClose}
      />
      <PinList conversation={conversation} panel={panel} />
      {children}
    </aside>
  );
}
