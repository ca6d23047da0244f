import type { ReactNode } from 'react';
import { useChat } from '#state/hooks.ts';
import { isList } from '#ui/navigation/address.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { Avatar } from '#ui/parts/avatar.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { ArrowRightLeft, Compass, Plus, Search, SquarePen } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';
import { AccountMenu } from './account-menu.tsx';
import { Section } from './section.tsx';

interface SidebarProps {
  /** Links that stand above the conversations. */
  views: ReactNode;
  /** What stands below them. */
  children: ReactNode;
}

/** Everything one is in. */
export function Sidebar({ views, children }: SidebarProps) {
  const workspace = useChat((state) => state.workspace);
  const may = useChat((state) => state.me.may);
  const openDialog = useOpenDialog();
  const { address, go } = useNavigation();
  // Where nothing else is open, the list is what the page is about.
  const Heading = isList(address) ? 'h1' : 'span';
  const { starred, sections, channels, direct, all } = useConversationList();
  const hasOpen = all.some(({ conversation }) => conversation.id === address.conversationId);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-14 shrink-0 items-center gap-1 ps-4 pe-2">
        {workspace.pictureId && <Avatar id="" name={null} picture={workspace.pictureId} size="small" />}
        <Heading className="min-w-0 flex-1 truncate font-semibold">
          <bdi>{workspace.name}</bdi>
        </Heading>
        <IconButton
          label={words.switcher.title}
          keys={words.switcher.keys}
          onClick={() => openDialog({ name: 'switcher' })}
        >
          <ArrowRightLeft size={17} aria-hidden />
        </IconButton>
        <IconButton
          label={words.search.title}
          keys={words.search.keys}
          onClick={() => go({ conversationId: null, message: null, view: 'search' })}
        >
          <Search size={17} aria-hidden />
        </IconButton>
        <IconButton label={words.sidebar.newMessage} onClick={() => openDialog({ name: 'new-message' })}>
          <SquarePen size={17} aria-hidden />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {views}
        {starred.length > 0 && (
          <Section
            id="starred"
            title={words.sidebar.starred}
            conversations={starred}
            empty=""
            hasOpen={hasOpen}
          />
        )}
        {sections.map((section) => (
          <Section
            key={section.id}
            id={section.id}
            title={section.name}
            conversations={section.conversations}
            empty={words.sidebar.emptySection}
            hasOpen={hasOpen}
            isCollapsed={section.isCollapsed}
          />
        ))}
        <Section
          id="channels"
          title={words.sidebar.channels}
          conversations={channels}
          empty={words.sidebar.noChannels}
          hasOpen={hasOpen}
          actions={
            <>
              {may.includes('joinPublicChannels') && (
                <IconButton
                  label={words.sidebar.browse}
                  size="small"
                  onClick={() => openDialog({ name: 'browse' })}
                >
                  <Compass size={16} aria-hidden />
                </IconButton>
              )}
              {may.includes('createPrivateChannel') && (
                <IconButton
                  label={words.sidebar.newChannel}
                  size="small"
                  onClick={() => openDialog({ name: 'new-channel' })}
                >
                  <Plus size={16} aria-hidden />
                </IconButton>
              )}
            </>
          }
        />
        <Section
          id="direct"
          title={words.sidebar.direct}
          conversations={direct}
          empty={
            <>
              {words.sidebar.noDirect}{' '}
              <button
                type="button"
                onClick={() => openDialog({ name: 'new-message' })}
                className="word-action"
              >
                {words.sidebar.writeTo}
              </button>
            </>
          }
          hasOpen={hasOpen}
        />
      </div>
      {children}
      <AccountMenu />
    </div>
  );
}
