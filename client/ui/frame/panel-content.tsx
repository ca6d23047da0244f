import type { ReactNode } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { DetailsPanel } from '#ui/details/details-panel.tsx';
import { WelcomePanel } from '#ui/invitations/welcome-panel.tsx';
import type { Panel } from '#ui/navigation/address.ts';
import { PinsPanel } from '#ui/pins/pins-panel.tsx';
import { ThreadPanel } from './thread-panel.tsx';

interface PanelContentProps {
  /** The conversation beside it. */
  conversation: MyConversation;
  panel: Panel;
  onClose: () => void;
  /** What changes the panel's width; a part of its region. */
  children: ReactNode;
}

/** What stands in the panel, by kind. Each names its own region, `#panel`. */
export function PanelContent({ panel, ...rest }: PanelContentProps) {
  switch (panel.kind) {
    case 'thread':
      return <ThreadPanel panel={panel} {...rest} />;
    case 'details':
      return <DetailsPanel panel={panel} {...rest} />;
    case 'pins':
      return <PinsPanel panel={panel} {...rest} />;
    case 'welcome':
      return <WelcomePanel {...rest} />;
  }
}
