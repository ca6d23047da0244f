import { type ComponentType, type ReactNode, useEffect, useId, useRef } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { bringFocus } from '#ui/parts/focus.ts';
import { Panel } from '#ui/parts/panel.tsx';
import { usePanelHeading } from '#ui/parts/panel-room.ts';
import { useConversationName } from '#ui/parts/use-name.ts';
import { words } from '#ui/words.ts';
import { About } from './about.tsx';
import { Departures } from './departures.tsx';
import { detailsWords } from './details-words.ts';
import { Files } from './files.tsx';
import { MemberList } from './member-list.tsx';
import { Notifications } from './notifications.tsx';
import { Pins } from './pins.tsx';

interface Section {
  key: string;
  title: (conversation: MyConversation) => string;
  /** Its title is only heard: what stands in it says enough. */
  isBare?: true;
  isShown?: (conversation: MyConversation) => boolean;
  Content: ComponentType<{ conversation: MyConversation }>;
}

/** What the panel shows, in this order. */
const sections: readonly Section[] = [
  { key: 'about', title: () => detailsWords.about, isBare: true, Content: About },
  {
    key: 'members',
    title: ({ memberCount }) => words.conversation.members(memberCount),
    Content: MemberList,
  },
  {
    key: 'pins',
    title: () => detailsWords.pins,
    isBare: true,
    isShown: ({ pinCount }) => pinCount > 0,
    Content: Pins,
  },
  { key: 'files', title: () => detailsWords.files, Content: Files },
  {
    key: 'notifications',
    title: () => words.notify.title,
    isShown: ({ joined, archivedAt }) => joined && archivedAt === null,
    Content: Notifications,
  },
  {
    key: 'departures',
    title: () => detailsWords.leave,
    isBare: true,
    isShown: ({ may }) => (['leave', 'archive', 'delete'] as const).some((action) => may.includes(action)),
    Content: Departures,
  },
];

interface DetailsPanelProps {
  conversation: MyConversation;
  panel: { section: 'members' | null };
  onClose: () => void;
  /** What changes the panel's width. */
  children: ReactNode;
}

/** Everything about a conversation that is no message, beside it. */
export function DetailsPanel({ conversation, panel, onClose, children }: DetailsPanelProps) {
  const name = useConversationName(conversation);
  const title = detailsWords.title[conversation.kind === 'direct' ? 'direct' : 'channel'];
  return (
    <Panel
      label={title}
      title={
        <>
          {title} <bdi className="ms-1 text-small font-normal text-muted">{name}</bdi>
        </>
      }
      takesFocus={panel.section === null}
      onClose={onClose}
    >
      <div className="flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto">
        {sections
          .filter(({ isShown }) => isShown?.(conversation) ?? true)
          .map((section) => (
            <SectionOf
              key={section.key}
              section={section}
              conversation={conversation}
              isWanted={section.key === panel.section}
            />
          ))}
      </div>
      {children}
    </Panel>
  );
}

interface SectionOfProps {
  section: Section;
  conversation: MyConversation;
  /** The address names it: it is shown, and has the focus. */
  isWanted: boolean;
}

function SectionOf({ section, conversation, isWanted }: SectionOfProps) {
  const { title, isBare = false, Content } = section;
  const Heading = usePanelHeading(1);
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isWanted && heading.current) bringFocus(heading.current);
  }, [isWanted]);
  return (
    <section aria-labelledby={id} className="border-border px-4 py-4 not-last:border-b">
      <Heading
        ref={heading}
        id={id}
        tabIndex={-1}
        className={isBare ? 'sr-only' : 'scroll-mt-4 pb-3 font-semibold outline-none'}
      >
        {title(conversation)}
      </Heading>
      <Content conversation={conversation} />
    </section>
  );
}
