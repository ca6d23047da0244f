'use client';

import { useConversationFacts } from '#state/hooks.ts';
import { Composer } from '#ui/composer/composer.tsx';
import { JoinBar } from '#ui/composer/join-bar.tsx';
import { useNavigation } from '#ui/navigation/navigation.tsx';

/** Where one writes in the conversation that is open, or what stands there for those who may not. */
export function ComposerPart() {
  const { conversationId } = useNavigation().address;
  const conversation = useConversationFacts(conversationId ?? '');
  if (!conversation) return null;
  const mayWrite = conversation.joined && !conversation.archivedAt;
  return mayWrite ? <Composer conversation={conversation} /> : <JoinBar conversation={conversation} />;
}
