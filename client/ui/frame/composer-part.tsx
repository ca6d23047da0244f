'use client';

import { useConversationFacts } from '#state/hooks.ts';
import { Composer } from '#ui/composer/composer.tsx';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useRare } from './later-rare.ts';

/** Where one writes in the conversation that is open, or what stands there for those who may not. */
export function ComposerPart() {
  const { conversationId } = useNavigation().address;
  const conversation = useConversationFacts(conversationId ?? '');
  const mayWrite = conversation?.joined && !conversation.archivedAt;
  const rare = useRare(conversation !== undefined && !mayWrite);
  if (!conversation) return null;
  if (mayWrite) return <Composer conversation={conversation} />;
  // About as high as the bar.
  return rare ? (
    <rare.JoinBar conversation={conversation} />
  ) : (
    <div className="h-24 shrink-0 sm:h-15.5 pointer-coarse:sm:h-17.5" />
  );
}
