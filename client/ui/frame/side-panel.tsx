import { type ComponentType, type ReactNode, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useConversation } from '#state/hooks.ts';
import type { Panel } from '#ui/navigation/address.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { remember } from '#ui/parts/cookie.ts';
import { type Later, loadLater, useLater } from '#ui/parts/load-later.ts';
import { words } from '#ui/words.ts';
import { columns } from './width.ts';
import { WidthHandle } from './width-handle.tsx';

interface PanelProps {
  /** The conversation beside it. */
  conversation: MyConversation;
  panel: Panel;
  onClose: () => void;
  /** What changes the panel's width; a part of its region. */
  children: ReactNode;
}

/** What stands in the panel, by kind; fetched when it is first opened. Each names its own region, an `aside`. */
const panels: Record<Panel['kind'], Later<ComponentType<PanelProps>>> = {
  thread: loadLater(async () => (await import('./thread-panel.tsx')).ThreadPanel),
  pins: loadLater(async () => (await import('#ui/pins/pins-panel.tsx')).PinsPanel),
};

interface SidePanelProps {
  conversationId: string;
  panel: Panel;
  initialWidth: number;
}

/** A column at the right of a conversation; where there is no room for both, it stands in the conversation's place. */
export function SidePanel({ conversationId, panel, initialWidth }: SidePanelProps) {
  const [width, setWidth] = useState(initialWidth);
  const { closePanel } = useNavigation();
  const conversation = useConversation(conversationId);
  const Content = useLater(panels[panel.kind], conversation !== undefined, closePanel);
  const handle = (
    <WidthHandle
      label={words.sidebar.panelWidth}
      width={width}
      range={columns.panel.range}
      edge="start"
      onChange={setWidth}
      onDone={(final) => remember(columns.panel.cookie, String(final))}
    />
  );
  return (
    <div
      className="relative flex w-full shrink-0 flex-col border-border pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)] md:w-auto md:flex-1 md:border-s lg:w-(--panel) lg:flex-none"
      style={{ '--panel': `${width}px` }}
    >
      {Content && conversation && (
        <Content conversation={conversation} panel={panel} onClose={closePanel}>
          {handle}
        </Content>
      )}
    </div>
  );
}
