import type { ReactNode } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import { useChat, useConversation } from '#state/hooks.ts';
import { rootOf } from '#state/nouns/threads.ts';
import { useExcerpt } from '#ui/formatting/excerpt.ts';
import { threadWords } from '#ui/messages/thread-words.ts';
import type { Address } from '#ui/navigation/address.ts';
import { MessagesSquare } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { Sentence } from '#ui/parts/sentence.tsx';
import { useConversationName } from '#ui/parts/use-name.ts';
import { UnreadSection } from './unread-section.tsx';
import { unreadsWords } from './unreads-words.ts';

/** UTF-16 units of the message that a thread hangs on, in the thread's name. */
const nameLength = 60;

/** A thread with something unread, called by its place and the message that it hangs on, once that is known. */
export function UnreadThread({ thread }: { thread: MyConversation }) {
  const { id, parentId, rootSeq } = thread;
  const parent = useConversation(parentId ?? '');
  const place = useConversationName(parent ?? thread);
  const root = useChat((state) => rootOf(state, parentId ?? '', rootSeq ?? 0, id));
  if (parentId === null || rootSeq === null) return null;
  const goal: Address = {
    conversationId: parentId,
    message: null,
    panel: { kind: 'thread', rootSeq, reply: null },
  };
  const heading = (
    <>
      <MessagesSquare size={16} aria-hidden className="shrink-0" />
      <span className="shrink-0">
        <Sentence text={([own = '']) => unreadsWords.threadIn(own)} names={[place]} />
      </span>
    </>
  );
  const part = { conversation: thread, goal, level: 'h3' } as const;
  const name = unreadsWords.threadIn(isolated(place));
  if (root) return <NamedByRoot {...part} place={name} heading={heading} root={root} />;
  return (
    <UnreadSection {...part} name={name}>
      {heading}
    </UnreadSection>
  );
}

interface NamedByRootProps {
  conversation: MyConversation;
  goal: Address;
  level: 'h3';
  place: string;
  heading: ReactNode;
  root: Message;
}

function NamedByRoot({ place, heading, root, ...part }: NamedByRootProps) {
  const written = useExcerpt(root);
  const text = (root.deletedAt ? threadWords.rootDeleted : written).replace(/\s+/g, ' ');
  return (
    <UnreadSection {...part} name={unreadsWords.about(place, isolated(text.slice(0, nameLength)))}>
      {heading}
      <bdi className="truncate font-normal text-muted">{text}</bdi>
    </UnreadSection>
  );
}
