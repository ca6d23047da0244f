import { ChevronDown } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { attentionOf } from '#state/nouns/unread.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import type { NamedConversation } from '#ui/navigation/use-conversation-list.ts';
import { ConversationLink } from './conversation-link.tsx';

interface SectionProps {
  id: string;
  title: string;
  conversations: NamedConversation[];
  /** Said when there is nothing in it. */
  empty: string;
  /** One of the list is open: it is the list's one stop of the Tab key, else the first of each section is. */
  hasOpen: boolean;
  actions?: ReactNode;
}

/** A part of the list that folds. Folded, it still shows what is unread and where one is. */
export function Section({ id, title, conversations, empty, hasOpen, actions }: SectionProps) {
  const { address } = useNavigation();
  const [folded, setFolded] = useFolded(id);
  const shown = folded
    ? conversations.filter(
        ({ conversation }) =>
          attentionOf(conversation).isUnread || conversation.id === address.conversationId,
      )
    : conversations;
  return (
    <section aria-label={title} className="mt-2">
      <div className="flex h-8 items-center pointer-coarse:h-11">
        <h2 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={!folded}
            aria-controls={`section-${id}`}
            onClick={() => setFolded(!folded)}
            className="flex h-7 w-full items-center gap-1 rounded-control px-1.5 text-small font-semibold text-muted hover:text-text pointer-coarse:h-11"
          >
            <span className="truncate">{title}</span>
            <ChevronDown
              size={14}
              aria-hidden
              className={`transition-transform ${folded ? '-rotate-90 rtl:rotate-90' : ''}`}
            />
          </button>
        </h2>
        {actions}
      </div>
      <ul id={`section-${id}`} className="flex flex-col gap-px">
        {shown.map(({ conversation, name }, index) => (
          <li key={conversation.id}>
            <ConversationLink
              conversation={conversation}
              name={name}
              stop={hasOpen ? conversation.id === address.conversationId : index === 0}
            />
          </li>
        ))}
      </ul>
      {conversations.length === 0 && <p className="px-2 py-1 text-small text-muted">{empty}</p>}
    </section>
  );
}

/** Remembered in this browser. Open until that is known, as most sections are. */
function useFolded(id: string): [boolean, (folded: boolean) => void] {
  const [folded, setFolded] = useState(false);
  const key = `parley-folded:${id}`;
  useEffect(() => setFolded(localStorage.getItem(key) === 'yes'), [key]);
  return [
    folded,
    (next) => {
      localStorage.setItem(key, next ? 'yes' : 'no');
      setFolded(next);
    },
  ];
}
