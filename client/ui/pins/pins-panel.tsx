import type { ReactNode } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Panel as Address } from '#ui/navigation/address.ts';
import { Panel } from '#ui/parts/panel.tsx';
import { useConversationName } from '#ui/parts/use-name.ts';
import { PinList } from './pin-list.tsx';
import { pinWords } from './pin-words.ts';

interface PinsPanelProps {
  /** The conversation beside it. */
  conversation: MyConversation;
  panel: Extract<Address, { kind: 'pins' }>;
  onClose: () => void;
  /** What changes the panel's width. */
  children: ReactNode;
}

/** The pinned messages beside their conversation. */
export function PinsPanel({ conversation, panel, onClose, children }: PinsPanelProps) {
  const name = useConversationName(conversation);
  return (
    <Panel
      label={pinWords.title}
      title={
        <>
          {pinWords.title} <bdi className="ms-1 text-small font-normal text-muted">{name}</bdi>
        </>
      }
      takesFocus
      onClose={onClose}
    >
      <PinList conversation={conversation} panel={panel} />
      {children}
    </Panel>
  );
}
