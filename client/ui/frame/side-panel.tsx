import { useState } from 'react';
import { useConversation } from '#state/hooks.ts';
import type { Panel } from '#ui/navigation/address.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { remember } from '#ui/parts/cookie.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { words } from '#ui/words.ts';
import { LaterWidthHandle } from './later-width-handle.tsx';
import { columns } from './width.ts';

/** What stands in it: all kinds are one script, fetched when the first is wanted. */
export const panelContent = loadLater(async () => (await import('./panel-content.tsx')).PanelContent);

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
  const Content = useLater(panelContent, true, closePanel);
  const handle = (
    <LaterWidthHandle
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
      {conversation && Content && (
        <Content conversation={conversation} panel={panel} onClose={closePanel}>
          {handle}
        </Content>
      )}
    </div>
  );
}
