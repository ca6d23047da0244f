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
  const rare = useRare(!mayWrite);
  if (!conversation) return null;
  if (mayWrite) return <Composer conversation={conversation} />;
  // As high as the bar.
  return rare ? <rare.JoinBar conversation={conversation} /> : <div className="h-15.5 shrink-0" />;
}
