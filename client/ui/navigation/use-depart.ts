import { useNavigation } from './navigation.tsx';
import { useConversationList } from './use-conversation-list.ts';

/** Goes away from a conversation that was left or deleted: to another one, or on a phone to the list. */
export function useDepart(): (conversationId: string) => void {
  const { go } = useNavigation();
  const { all } = useConversationList();
  return (conversationId) => {
    const isWide = window.matchMedia('(min-width: 48rem)').matches;
    const rest = all.filter(({ conversation }) => conversation.id !== conversationId);
    const next = rest.find(({ name }) => name === 'general') ?? rest[0];
    go({ conversationId: (isWide && next?.conversation.id) || null, message: null }, { replace: true });
  };
}
