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

interface Surroundings {
  /** The conversation beside it. */
  conversation: MyConversation;
  onClose: () => void;
  /** What changes the panel's width; a part of its region. */
  children: ReactNode;
}

interface PanelProps<Kind extends Panel['kind']> extends Surroundings {
  panel: Extract<Panel, { kind: Kind }>;
}

/** What stands in the panel, by kind; fetched when it is first opened. Each names its own region, `#panel`. */
export const panels: { [Kind in Panel['kind']]: Later<ComponentType<PanelProps<Kind>>> } = {
  thread: loadLater(async () => (await import('./thread-panel.tsx')).ThreadPanel),
  pins: loadLater(async () => (await import('#ui/pins/pins-panel.tsx')).PinsPanel),
  welcome: loadLater(async () => (await import('#ui/invitations/welcome-panel.tsx')).WelcomePanel),
  details: loadLater(async () => (await import('#ui/details/details-panel.tsx')).DetailsPanel),
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
      {conversation && (
        <Content conversation={conversation} panel={panel} onClose={closePanel}>
          {handle}
        </Content>
      )}
    </div>
  );
}

function Content({ panel, ...rest }: Surroundings & { panel: Panel }) {
  switch (panel.kind) {
    case 'thread':
      return <WhenLoaded later={panels.thread} panel={panel} {...rest} />;
    case 'details':
      return <WhenLoaded later={panels.details} panel={panel} {...rest} />;
    case 'pins':
      return <WhenLoaded later={panels.pins} panel={panel} {...rest} />;
    case 'welcome':
      return <WhenLoaded later={panels.welcome} panel={panel} {...rest} />;
  }
}

interface WhenLoadedProps<Kind extends Panel['kind']> extends PanelProps<Kind> {
  later: Later<ComponentType<PanelProps<Kind>>>;
}

function WhenLoaded<Kind extends Panel['kind']>({ later, ...props }: WhenLoadedProps<Kind>) {
  const Loaded = useLater(later, true, props.onClose);
  return Loaded && <Loaded {...props} />;
}
