import { type ReactNode, useEffect, useState } from 'react';
import { useActions } from '#state/hooks.ts';
import { attentionOf } from '#state/nouns/unread.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import type { NamedConversation } from '#ui/navigation/use-conversation-list.ts';
import { ChevronDown } from '#ui/parts/icons.ts';
import { ConversationLink } from './conversation-link.tsx';

interface SectionProps {
  id: string;
  title: string;
  conversations: NamedConversation[];
  /** Said when there is nothing in it, with what can be done about that. */
  empty: ReactNode;
  /** One of the list is open: it is the list's one stop of the Tab key, else the first of each section is. */
  hasOpen: boolean;
  /** Of a section of one's own, which is the same on all devices: whether it is folded. */
  isCollapsed?: boolean;
  actions?: ReactNode;
}

/** A part of the list that folds. Folded, it still shows what is unread and where one is. */
export function Section(props: SectionProps) {
  const { id, title, conversations, empty, hasOpen, isCollapsed, actions } = props;
  const { address } = useNavigation();
  const [folded, setFolded] = useFolded(id, isCollapsed);
  const shown = folded
    ? conversations.filter(
        ({ conversation }) =>
          attentionOf(conversation).isUnread || conversation.id === address.conversationId,
      )
    : conversations;
  return (
    <section data-section={id} aria-label={title} className="mt-2">
      <div
        data-heading
        draggable={isCollapsed !== undefined}
        className="group/heading relative flex h-8 items-center pointer-coarse:h-11"
      >
        <h2 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={!folded}
            aria-controls={`section-${id}`}
            onClick={() => setFolded(!folded)}
            className="flex h-7 w-full items-center gap-1 rounded-control px-1.5 text-small font-semibold text-muted hover:text-text pointer-coarse:h-11"
          >
            <bdi className="truncate">{title}</bdi>
            <ChevronDown
              size={14}
              aria-hidden
              className={`shrink-0 transition-transform ${folded ? '-rotate-90 rtl:rotate-90' : ''}`}
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

/** Of one's own sections the server remembers it, of the others this browser: open until that is known, as most are. */
function useFolded(id: string, isCollapsed: boolean | undefined): [boolean, (folded: boolean) => void] {
  const { arranging } = useActions();
  const [folded, setFolded] = useState(false);
  const key = `parley-folded:${id}`;
  useEffect(() => setFolded(localStorage.getItem(key) === 'yes'), [key]);
  if (isCollapsed !== undefined)
    return [
      isCollapsed,
      (next) =>
        void arranging()
          .then((own) => own.collapse(id, next))
          // Without its script it stays as it is.
          .catch(() => {}),
    ];
  return [
    folded,
    (next) => {
      localStorage.setItem(key, next ? 'yes' : 'no');
      setFolded(next);
    },
  ];
}
