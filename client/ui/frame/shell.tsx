import { useState } from 'react';
import { ListStatus } from '#ui/composer/status-line.tsx';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { OutboxButton } from '#ui/outbox/outbox-button.tsx';
import { remember } from '#ui/parts/cookie.ts';
import { Sidebar } from '#ui/sidebar/sidebar.tsx';
import { WidthHandle } from '#ui/sidebar/width-handle.tsx';
import { words } from '#ui/words.ts';
import { ConversationColumn } from './conversation-column.tsx';
import { Keys } from './keys.ts';
import { PageTitle } from './page-title.tsx';
import { useIdle } from './use-idle.ts';

/**
 * List and conversation side by side; on a phone, one at a time by the address. What the page is about, its `main`,
 * is the conversation; where none is open, it is the list, on a phone alone.
 */
export function Shell({ sidebarWidth }: { sidebarWidth: number }) {
  const [width, setWidth] = useState(sidebarWidth);
  const { address } = useNavigation();
  const isOpen = address.conversationId !== null;
  const Column = isOpen ? 'main' : 'div';
  useIdle();
  return (
    <div
      // The role alone changes, so that the list stays the same list whatever opens beside it.
      {...(isOpen ? {} : { role: 'main', tabIndex: -1 })}
      className="flex h-dvh overflow-hidden bg-surface pl-[env(safe-area-inset-left)] pr-[env(safe-area-inset-right)] outline-none"
      style={{ '--sidebar': `${width}px` }}
    >
      <PageTitle />
      <Keys />
      {isOpen && (
        <a
          href="#main"
          className="sr-only z-50 rounded-control bg-raised px-3 py-2 font-semibold shadow-float focus:not-sr-only focus:fixed focus:start-2 focus:top-2"
        >
          {words.skip}
        </a>
      )}
      <nav
        aria-label={words.sidebar.label}
        className={`relative w-full shrink-0 flex-col border-border bg-sunken pt-[env(safe-area-inset-top)] md:flex md:w-(--sidebar) md:border-e ${isOpen ? 'hidden' : 'flex'}`}
      >
        <Sidebar>
          <ListStatus />
          <OutboxButton />
        </Sidebar>
        <WidthHandle
          width={width}
          onChange={setWidth}
          onDone={(final) => remember('parley-sidebar', String(final))}
        />
      </nav>
      <Column
        id="main"
        tabIndex={-1}
        className={`min-w-0 flex-1 flex-col pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)] outline-none md:flex ${isOpen ? 'flex' : 'hidden'}`}
      >
        <ConversationColumn address={address} />
      </Column>
    </div>
  );
}
