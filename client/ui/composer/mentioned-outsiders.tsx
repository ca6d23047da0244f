import { memo, useRef } from 'react';
import type { Message } from '#contract/messages.ts';
import { useChat } from '#state/hooks.ts';
import type { ConversationFacts } from '#state/nouns/facts.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';

const outsiders = loadLater(async () => (await import('./outsiders.tsx')).Outsiders);

/** Under a message that I have just sent: whoever it mentions and is not here, and the way to add them. */
export const MentionedOutsiders = memo(function MentionedOutsiders({
  conversation,
}: {
  conversation: ConversationFacts;
}) {
  const mayAdd = conversation.may.includes('addMember');
  const message = useSentMention(mayAdd ? conversation.id : '');
  const Outsiders = useLater(outsiders, message !== null);
  return message && Outsiders && <Outsiders key={message.id} message={message} />;
});

/** My own message at the end, if it came since this is on the screen and mentions users. */
function useSentMention(conversationId: string): Message | null {
  const message = useChat(({ timelines, me }) => {
    const last = timelines[conversationId]?.messages.at(-1);
    const isMine = last?.authorId === me.id && last.mentions.some((mention) => isOther(mention, me.id));
    return isMine ? last : null;
  });
  const isLoaded = useChat(({ timelines }) => {
    const timeline = timelines[conversationId];
    return timeline !== undefined && (timeline.messages.length > 0 || !timeline.hasAfter);
  });
  const before = useRef<string | null>(null);
  if (!isLoaded) return null;
  before.current ??= message?.id ?? 'none';
  return message && message.id !== before.current ? message : null;
}

function isOther(mention: Message['mentions'][number], myId: string) {
  return 'userId' in mention && mention.userId !== myId;
}
