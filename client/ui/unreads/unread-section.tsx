import { type ReactNode, useRef } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions } from '#state/hooks.ts';
import { attentionOf } from '#state/nouns/unread.ts';
import { type Address, pathTo } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { leave } from '#ui/parts/focus.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { Check } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';
import { UnreadMessages } from './unread-messages.tsx';
import { unreadsWords } from './unreads-words.ts';

interface UnreadSectionProps {
  conversation: MyConversation;
  /** What it is called where there is no markup. */
  name: string;
  /** Where its heading leads. */
  goal: Address;
  level: 'h2' | 'h3';
  /** The heading. */
  children: ReactNode;
}

/** One conversation or thread with something unread, and the first of it. */
export function UnreadSection({ conversation, name, goal, level: Heading, children }: UnreadSectionProps) {
  const { go } = useNavigation();
  const { markRead } = useActions();
  const section = useRef<HTMLElement>(null);
  const { id, lastSeq } = conversation;
  const { unread, forMe } = attentionOf(conversation);
  const read = () => {
    if (section.current) leave(section.current, '[data-unread]', '[data-unreads]');
    markRead(id, lastSeq);
  };
  return (
    <section
      ref={section}
      data-unread
      tabIndex={-1}
      aria-label={words.sidebar.link(name, unread)}
      className="rounded-card border border-border -outline-offset-2"
    >
      <div className="flex items-center gap-2 px-3 py-1">
        <Heading className="flex min-w-0 flex-1">
          <a
            href={pathTo(goal)}
            onClick={(event) => {
              if (!isPlainPress(event)) return;
              event.preventDefault();
              go(goal);
            }}
            className="inline-flex min-h-8 min-w-0 items-center gap-2 rounded-control font-semibold hover:underline pointer-coarse:min-h-11"
          >
            {children}
          </a>
        </Heading>
        <span
          aria-hidden
          className={`rounded-full px-1.5 text-tiny leading-5 font-semibold tabular-nums ${forMe > 0 ? 'bg-accent text-accent-text' : 'text-muted'}`}
        >
          {words.few(forMe > 0 ? forMe : unread)}
        </span>
        <IconButton label={unreadsWords.markRead(name)} onClick={read}>
          <Check size={16} aria-hidden />
        </IconButton>
      </div>
      <UnreadMessages conversation={conversation} />
    </section>
  );
}
